import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { anna, job, jobs, type ModelStage, openModelStage, other, refusal } from './retries-model-stage.ts';
import { storeBenches } from './stores.ts';

describe.each(storeBenches())('following a retry on $kind', (bench) => {
  let clock: ModelStage['clock'];
  let em: ModelStage['em'];
  let openDesk: ModelStage['openDesk'];
  let becomes: ModelStage['becomes'];
  let end: ModelStage['end'];

  beforeAll(() => bench.start());
  afterAll(() => bench.stop());
  beforeEach(async () => {
    ({ clock, em, openDesk, becomes, end } = await openModelStage(await bench.place()));
  });
  afterEach(() => end());

  test('a retry goes from requested to the result of the backup, and every step has its evidence', async () => {
    const { desk } = await openDesk();
    let shown = '';
    desk.onChange(() => {
      shown = desk
        .cards()
        .map(({ state }) => state)
        .join();
    });
    const task = await desk.retry({ ...anna, jobId: job, note: 'before the audit' });
    expect(task).toMatchObject({ state: 'accepted', note: 'before the audit', requestedFrom: '10.0.0.5', attempt: 1 });
    await becomes(desk, task.taskId, 'succeeded');
    const { steps } = await desk.task(task.taskId);
    expect(steps.map(({ state }) => state)).toEqual(['requested', 'accepted', 'triggered', 'running', 'succeeded']);
    expect(steps.slice(1).every(({ evidence }) => evidence)).toBe(true);
    await vi.waitFor(() => expect(shown).toBe('succeeded'));
    expect(desk.openRetry(job)).toBeNull();
    expect(desk.cards().map(({ taskId }) => taskId)).toEqual([task.taskId]);
    clock.at += 3_700_000;
    expect(desk.cards()).toEqual([]);
  });

  test('an answer that was lost is found again by the task, a request that never arrived ends as unconfirmed', async () => {
    const { desk } = await openDesk();
    em.fate = 'answer-lost';
    const lost = await desk.retry({ ...anna, jobId: job });
    // Until its task is found no other may seek one: of two, neither could be attributed.
    await becomes(desk, lost.taskId, 'succeeded');
    em.fate = 'cut-before';
    const cut = await desk.retry({ ...anna, jobId: other });
    expect([lost.state, cut.state]).toEqual(['requested', 'requested']);
    await becomes(desk, cut.taskId, 'unconfirmed', 10_000);
    expect(em.calls.map(({ executed }) => executed)).toEqual([true, false]);
    em.fate = 'accepted';
    await expect(desk.retry({ ...anna, jobId: other })).resolves.toMatchObject({ state: 'accepted', attempt: 2 });
  });

  test('time in which Enterprise Manager does not answer is no evidence', async () => {
    const { desk } = await openDesk();
    em.fate = 'done-late';
    const task = await desk.retry({ ...anna, jobId: job });
    em.down = true;
    for (let minute = 0; minute < 60; minute += 3) {
      clock.at += 3 * 60_000;
      const asked = em.reads;
      await vi.waitFor(() => expect(em.reads).toBeGreaterThan(asked + 1), { interval: 5 });
    }
    expect((await desk.task(task.taskId)).state).toBe('requested');
    em.down = false;
    await becomes(desk, task.taskId, 'succeeded');
  });

  test('an error answer without any trace is a refusal, with a trace it is not', async () => {
    const { desk } = await openDesk();
    em.fate = 'error-not-done';
    const not = await desk.retry({ ...anna, jobId: job });
    await becomes(desk, not.taskId, 'refused');
    em.fate = 'error-done';
    const done = await desk.retry({ ...anna, jobId: other });
    await becomes(desk, done.taskId, 'succeeded');
    expect(em.calls.length).toBe(2);
  });

  test('a restart in any phase loses nothing and sends nothing again', async () => {
    let { desk, close } = await openDesk();
    const { taskId } = await desk.retry({ ...anna, jobId: job });
    for (let restarts = 0; desk.openRetry(job) !== null; restarts += 1) {
      expect(restarts).toBeLessThan(100);
      clock.at += 1_000;
      const asked = em.reads;
      await vi.waitFor(() => expect(desk.openRetry(job) === null || em.reads > asked + 2).toBe(true), { interval: 5 });
      await close();
      const before = desk.cards();
      ({ desk, close } = await openDesk());
      expect(desk.cards()).toEqual(before);
    }
    const { steps } = await desk.task(taskId);
    expect(steps.map(({ state }) => state)).toEqual(['requested', 'accepted', 'triggered', 'running', 'succeeded']);
    expect(em.calls.length).toBe(1);
  });

  test('a restart of Enterprise Manager, with other tasks under the same numbers, misleads nobody', async () => {
    const { desk } = await openDesk();
    const first = await desk.retry({ ...anna, jobId: job });
    em.restart();
    em.fate = 'refused-result';
    const second = await desk.retry({ ...anna, jobId: other });
    expect(second.em?.taskId).toBe(first.em?.taskId);
    await becomes(desk, first.taskId, 'succeeded');
    await becomes(desk, second.taskId, 'refused');
  });

  test.each([0, 3_600_000])(
    'a retry that failed again can be retried, and the attempts are counted until the job succeeds, our clock %i ms ahead',
    async (aheadMs) => {
      const { desk } = await openDesk({}, { aheadMs });
      const attempts: number[] = [];
      for (const outcome of ['failed', 'warning'] as const) {
        em.outcome = outcome;
        const task = await desk.retry({ ...anna, jobId: job });
        attempts.push(task.attempt);
        await becomes(desk, task.taskId, outcome);
      }
      clock.at += 1_000;
      em.addRun(job, 'failed', 0);
      attempts.push((await desk.retry({ ...anna, jobId: job })).attempt);
      expect(attempts).toEqual([1, 2, 1]);
    },
  );

  test('a task can be cancelled while Enterprise Manager still works on it, and not later', async () => {
    const { desk } = await openDesk({ stopWatchMs: 100 });
    em.fate = 'refused-result';
    const early = await desk.retry({ ...anna, jobId: job });
    await desk.cancelTask({ taskId: early.taskId, requestedBy: 'TECH\\ben' });
    const stopped = await desk.task(early.taskId);
    expect(stopped.state).toBe('stopped');
    expect(stopped.steps.at(-1)?.evidence).toBe('the task was cancelled by TECH\\ben');
    expect(await refusal(desk.cancelTask({ taskId: early.taskId, requestedBy: 'TECH\\ben' }))).toMatchObject({
      code: 'too-late',
    });

    em.fate = 'accepted';
    const late = await desk.retry({ ...anna, jobId: other });
    await becomes(desk, late.taskId, 'running');
    expect(await refusal(desk.cancelTask({ taskId: late.taskId, requestedBy: 'TECH\\ben' }))).toMatchObject({
      code: 'too-late',
    });
    expect(await refusal(desk.cancelTask({ taskId: randomUUID(), requestedBy: 'TECH\\ben' }))).toMatchObject({
      code: 'not-found',
    });
  });

  test('a job that starts all the same after its task was cancelled does not count as stopped', async () => {
    const { desk } = await openDesk({ stopWatchMs: 400 });
    em.fate = 'refused-result';
    const { taskId } = await desk.retry({ ...anna, jobId: job });
    const ending = refusal(desk.cancelTask({ taskId: taskId, requestedBy: 'TECH\\ben' }));
    await vi.waitFor(() => expect(em.ended).toBe(1));
    clock.at += 1_000;
    em.addRun(job, 'success', 60_000);
    expect(await ending).toMatchObject({ code: 'too-late' });
    await becomes(desk, taskId, 'succeeded', 10_000);
  });

  test('an unseen retry is released by an operator, whose name stays with it', async () => {
    const { desk } = await openDesk();
    em.fate = 'refused-result';
    const { taskId } = await desk.retry({ ...anna, jobId: job });
    em.restart();
    await becomes(desk, taskId, 'unseen', 10_000);
    await desk.cancelTask({ taskId: taskId, requestedBy: 'TECH\\ben' });
    const task = await desk.task(taskId);
    expect([task.state, task.steps.at(-1)?.evidence]).toEqual(['unconfirmed', 'released by TECH\\ben']);
    await expect(desk.retry({ ...anna, jobId: job })).resolves.toMatchObject({ state: 'accepted' });
  });

  if (bench.kind === 'sqlite') {
    test('a request in flight when the process ended is released at once, though the clock was set back since', async () => {
      const first = await openDesk();
      em.fate = 'cut-before';
      const { taskId } = await first.desk.retry({ ...anna, jobId: job });
      await first.close();
      clock.at -= 24 * 3_600_000;
      const { desk, store } = await openDesk();
      const onItsWay = {
        phase: 'sending',
        lease_owner: 'the one before',
        lease_until: clock.at + 24 * 3_600_000,
      } as const;
      await store.db.updateTable('retries').set(onItsWay).where('id', '=', taskId).execute();
      await desk.release({ taskId, requestedBy: 'TECH\\ben', note: 'INC-4711' });
      expect(desk.openRetry(job)).toBeNull();
    });
    return;
  }

  async function leaseOwner({ store }: Awaited<ReturnType<typeof openDesk>>, id: string) {
    const row = store.db.selectFrom('retries').select('lease_owner').where('id', '=', id);
    return (await row.executeTakeFirstOrThrow()).lease_owner;
  }

  /** From here on the next process that checks follows it. */
  async function letGo({ store }: Awaited<ReturnType<typeof openDesk>>, id: string) {
    await store.db.updateTable('retries').set({ lease_owner: null }).where('id', '=', id).execute();
  }

  test('an open retry of a killed process is followed by one whose clock is an hour behind', async () => {
    const dead = await openDesk({ followLeaseMs: 300 });
    const { taskId } = await dead.desk.retry({ ...anna, jobId: job });
    // Once it follows, it holds the retry no longer than it renews that.
    const asked = em.reads;
    await vi.waitFor(() => expect(em.reads).toBeGreaterThan(asked));
    // Its store goes away under it: it can neither renew its lease nor write.
    await dead.store.close();
    const alive = await openDesk({}, { aheadMs: -3_600_000, logonId: 'of the one alive' });
    await becomes(alive.desk, taskId, 'succeeded');
  });

  test('a request that another process may have on its way is not released, one older than any exchange is', async () => {
    const slowly = { retryPollMs: 600_000 };
    const [one, another] = [await openDesk(slowly), await openDesk(slowly, { logonId: 'of another' })];
    em.fate = 'cut-before';
    const { taskId } = await one.desk.retry({ ...anna, jobId: job });
    const release = () => another.desk.release({ taskId, requestedBy: 'TECH\\ben', note: 'INC-4711' });
    const { db, clock: shared } = another.store;
    for (const ms of [5_000, 46_000]) {
      const sending = { phase: 'sending', sent_at: shared.now() - ms } as const;
      await db.updateTable('retries').set(sending).where('id', '=', taskId).execute();
      if (ms < 45_000) expect(await refusal(release())).toMatchObject({ code: 'too-late' });
      else await release();
    }
    expect((await another.desk.task(taskId)).state).toBe('unconfirmed');
  });

  test('a process whose clock is an hour ahead takes over nothing that another one follows', async () => {
    const slow = await openDesk({ retryPollMs: 600_000 });
    const { taskId } = await slow.desk.retry({ ...anna, jobId: job });
    const ahead = await openDesk({}, { aheadMs: 3_600_000, logonId: 'of the one ahead' });
    const before = await leaseOwner(slow, taskId);
    const own = await ahead.desk.retry({ ...anna, jobId: other });
    await becomes(ahead.desk, own.taskId, 'succeeded');
    expect(await leaseOwner(slow, taskId)).toBe(before);
  });

  test('a task is cancelled by the process that holds its logon session, wherever the retry is followed and the cancellation requested', async () => {
    em.fate = 'refused-result';
    const settings = { stopWatchMs: 50, followLeaseMs: 1_000 };
    const holder = await openDesk({ ...settings, retryPollMs: 300 });
    const follower = await openDesk(settings, { logonId: 'of the follower' });
    const retries = [
      await holder.desk.retry({ ...anna, jobId: job }),
      await holder.desk.retry({ ...anna, jobId: other }),
    ];
    for (const [at, { desk }] of [holder, follower].entries()) {
      const taskId = retries[at]?.taskId ?? '';
      // As after a while in which the holder was not let run: the other one has taken the retry over.
      await letGo(follower, taskId);
      await expect(desk.cancelTask({ taskId, requestedBy: 'TECH\\ben' })).resolves.toBe('stopped');
      const evidence = (await desk.task(taskId)).steps.map((step) => step.evidence).join('\n');
      expect(evidence).not.toContain('logon session');
    }
    expect(em.ended).toBe(2);

    const left = await holder.desk.retry({ ...anna, jobId: jobs[2] ?? '' });
    await holder.store.close();
    await letGo(follower, left.taskId);
    const asked = await refusal(follower.desk.cancelTask({ taskId: left.taskId, requestedBy: 'TECH\\ben' }));
    expect([asked.code, asked.detail]).toEqual(['too-late', expect.stringContaining('No server that responds holds')]);
  });
});
