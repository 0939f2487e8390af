import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Refusal } from '#route.ts';
import { piecesOf } from './pieces.ts';
import { anna, job, jobs, type ModelStage, openModelStage, other, refusal } from './retries-model-stage.ts';
import { storeBenches } from './stores.ts';

describe.each(storeBenches())('the desk on $kind', (bench) => {
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

  test('fifty clicks at once are one request; the others get the retry that holds the job', async () => {
    const { desk } = await openDesk();
    const clicks = await Promise.allSettled(Array.from({ length: 50 }, () => desk.retry({ ...anna, jobId: job })));
    const won = clicks.filter((click) => click.status === 'fulfilled');
    const lost = clicks.flatMap((click) => (click.status === 'rejected' ? [click.reason as Refusal] : [])); // the error of retry
    expect([won.length, lost.length, em.calls.length]).toEqual([1, 49, 1]);
    const taskId = won[0]?.value.taskId;
    expect(lost.every((error) => error.code === 'retry-open' && error.extra.task?.taskId === taskId)).toBe(true);
    expect(desk.openRetry(job)).toMatchObject({ taskId, requestedBy: 'TECH\\anna' });
  });

  test('a job that is running, fine, or has failed anew is not retried and not left locked', async () => {
    const { desk } = await openDesk();
    const seen = em.addRun(job, 'failed', 0);
    clock.at += 1_000;
    em.addRun(job, 'failed', 0);
    expect(await refusal(desk.retry({ ...anna, jobId: job, runId: seen.id }))).toMatchObject({ code: 'run-changed' });
    em.addRun(other, 'success', 60_000);
    expect(await refusal(desk.retry({ ...anna, jobId: other }))).toMatchObject({ code: 'job-not-failed' });
    clock.at += 61_000;
    expect(await refusal(desk.retry({ ...anna, jobId: other }))).toMatchObject({ code: 'job-not-failed' });
    expect([em.calls.length, desk.cards(), desk.openRetry(other)]).toEqual([0, [], null]);
    await expect(desk.retry({ ...anna, jobId: job })).resolves.toMatchObject({ state: 'accepted' });
  });

  test('while Enterprise Manager cannot be reached nothing is sent, nothing is locked and nothing counts', async () => {
    const { desk } = await openDesk({ retriesPerJobHour: 1 });
    em.down = true;
    expect(await refusal(desk.retry({ ...anna, jobId: job }))).toMatchObject({ code: 'em-unreachable' });
    em.down = false;
    em.fate = 'not-sent';
    expect(await refusal(desk.retry({ ...anna, jobId: job }))).toMatchObject({ code: 'em-unreachable' });
    em.fate = 'accepted';
    await expect(desk.retry({ ...anna, jobId: job })).resolves.toMatchObject({ state: 'accepted' });
    expect(em.calls.length).toBe(1);
  });

  test('an immediate refusal of Enterprise Manager ends as refused with its message, which the row of the job has after a restart', async () => {
    const { desk, close } = await openDesk();
    em.fate = 'refused-400';
    const task = await desk.retry({ ...anna, jobId: job });
    expect(task).toMatchObject({ state: 'refused', em: { message: 'The words of the model.' } });
    expect(desk.openRetry(job)).toBeNull();
    const last = desk.lastRetry(job);
    expect(last).toMatchObject({ taskId: task.taskId, state: 'refused', requestedAt: task.requestedAt, runId: null });
    await close();
    expect((await openDesk()).desk.lastRetry(job)).toEqual(last);
  });

  test('the hourly limits of a job and of a person hold, with the time to wait', async () => {
    const { desk, store } = await openDesk({ retriesPerJobHour: 1, retriesPerPersonHour: 2 });
    em.outcome = 'failed';
    const first = await desk.retry({ ...anna, jobId: job });
    await becomes(desk, first.taskId, 'failed');
    const again = await refusal(desk.retry({ ...anna, jobId: job }));
    expect(again).toMatchObject({ code: 'retry-limit', extra: { retryAfterSeconds: expect.any(Number) } });
    await desk.retry({ ...anna, jobId: other });
    expect(await refusal(desk.retry({ ...anna, jobId: jobs[2] ?? '' }))).toMatchObject({ code: 'retry-limit' });
    await expect(desk.retry({ ...anna, requestedBy: 'TECH\\ben', jobId: jobs[2] ?? '' })).resolves.toBeDefined();
    clock.at += 3_600_001;
    await expect(desk.retry({ ...anna, jobId: job })).resolves.toBeDefined();
    // Written before the clock was set back by a day: it does not count for a day.
    await store.db
      .updateTable('retries')
      .set({ requested_at: clock.at + 24 * 3_600_000 })
      .execute();
    await expect(desk.retry({ ...anna, jobId: jobs[3] ?? '' })).resolves.toBeDefined();
  });

  test('a limit is exceeded with a note, and the first step records it', async () => {
    const { desk } = await openDesk({ retriesPerJobHour: 1 });
    em.outcome = 'failed';
    const first = await desk.retry({ ...anna, jobId: job });
    await becomes(desk, first.taskId, 'failed');
    expect((await refusal(desk.retry({ ...anna, jobId: job }))).detail).toContain('overrideLimit');
    for (const note of [null, '  ']) {
      const asked = desk.retry({ ...anna, jobId: job, note, overrideLimit: true });
      expect(await refusal(asked)).toMatchObject({ code: 'bad-request' });
    }
    expect(em.calls.length).toBe(1);
    const beyond = await desk.retry({ ...anna, jobId: job, note: 'INC-4711', overrideLimit: true });
    expect((await desk.task(beyond.taskId)).steps[0]?.evidence).toContain('1 times within an hour');
    expect(em.calls.length).toBe(2);
  });

  test.each([
    ['right', 0],
    ['three days ahead', 3 * 24 * 60 * 60_000],
  ])(
    'a retry although Veeam would have tried by itself is sent, and the journal and the audit log record it; our clock is %s',
    async (_clock, aheadMs) => {
      const { desk, store } = await openDesk(
        {},
        { aheadMs, veeamRetriesAt: (id) => (id === job ? clock.at + 12 * 60_000 : null) },
      );
      const { taskId } = await desk.retry({ ...anna, jobId: job });
      const recorded = 'Veeam was to try again by itself within 12 min. Asked for all the same.';
      expect((await desk.task(taskId)).steps[0]?.evidence).toBe(recorded);
      const lines = await store.db.selectFrom('audit_log').select('detail').where('kind', '=', 'retry').execute();
      expect(lines).toEqual([{ detail: `task ${taskId}; ${recorded}` }]);
      expect((await desk.retry({ ...anna, jobId: other })).steps[0]?.evidence).toBeNull();
      expect(em.calls.length).toBe(2);
    },
  );

  test('a retry unless Veeam retries is refused with the time while Veeam will try, whenever that is seen', async () => {
    const veeamAt = clock.at + 12 * 60_000;
    let reads = 0;
    let seenFrom = 1;
    const veeamRetriesAt = () => (++reads >= seenFrom && clock.at < veeamAt ? veeamAt : null);
    const { desk } = await openDesk({}, { veeamRetriesAt });
    const polite = { ...anna, jobId: job, unlessVeeamRetries: true, idempotencyKey: randomUUID() };
    for (const at of [1, 2, 3]) {
      [reads, seenFrom] = [0, at];
      expect(await refusal(desk.retry(polite))).toMatchObject({
        code: 'veeam-will-retry',
        extra: { veeamRetriesAt: new Date(veeamAt).toISOString() },
      });
    }
    expect([em.calls.length, desk.cards(), desk.openRetry(job)]).toEqual([0, [], null]);
    clock.at = veeamAt;
    await expect(desk.retry(polite)).resolves.toMatchObject({ state: 'accepted' });
  });

  test.each([
    [null, 'not-signed-in'],
    ['viewer', 'forbidden'],
  ] as const)('a role that is %s by the time of writing starts nothing', async (roleThen, code) => {
    const { desk } = await openDesk(
      {},
      { roleNow: async (_trx, sessionId) => (sessionId === 'session-1' ? roleThen : 'operator') },
    );
    expect(await refusal(desk.retry({ ...anna, jobId: job, sessionId: 'session-1' }))).toMatchObject({ code });
    expect([em.calls.length, desk.cards(), desk.openRetry(job)]).toEqual([0, [], null]);
    await expect(desk.retry({ ...anna, jobId: job, sessionId: 'session-2' })).resolves.toBeDefined();
  });

  test.each([
    [null, 'not-signed-in'],
    ['viewer', 'forbidden'],
  ] as const)(
    'a role that is %s by the time of writing ends nothing, and leaves no line of the audit',
    async (roleThen, code) => {
      const { desk, store } = await openDesk({}, { roleNow: async () => roleThen });
      const { taskId } = await desk.retry({ ...anna, jobId: job });
      const order = { ...anna, taskId, sessionId: 'session-1', note: 'INC-4711' };
      expect(await refusal(desk.cancelTask(order))).toMatchObject({ code });
      expect(await refusal(desk.release(order))).toMatchObject({ code });
      await becomes(desk, taskId, 'running');
      expect(await refusal(desk.stopJob(order))).toMatchObject({ code });
      expect((await desk.task(taskId)).state).toBe('running');
      const lines = await store.db.selectFrom('audit_log').select('kind').execute();
      expect(lines).toEqual([{ kind: 'retry' }]);
    },
  );

  test('the same Idempotency-Key gives the same answer for a day and refuses another request', async () => {
    const { desk, store } = await openDesk();
    const order = { ...anna, jobId: job, idempotencyKey: randomUUID() };
    const [first, meanwhile] = await Promise.all([desk.retry(order), desk.retry(order)]);
    expect(meanwhile.taskId).toBe(first.taskId);
    await becomes(desk, first.taskId, 'succeeded');
    expect((await desk.retry(order)).taskId).toBe(first.taskId);
    expect(await refusal(desk.retry({ ...order, note: 'other' }))).toMatchObject({ code: 'idempotency-mismatch' });
    expect(await refusal(desk.retry({ ...order, requestedBy: 'TECH\\ben' }))).toMatchObject({
      code: 'idempotency-mismatch',
    });

    const refused = { ...order, idempotencyKey: randomUUID() };
    expect(await refusal(desk.retry(refused))).toMatchObject({ code: 'job-not-failed' });
    clock.at += 1_000;
    em.addRun(job, 'failed', 0);
    expect(await refusal(desk.retry(refused))).toMatchObject({ code: 'job-not-failed' });
    clock.at += 24 * 3_600_000;
    await expect(desk.retry(refused)).resolves.toMatchObject({ state: 'accepted' });
    expect(em.calls.length).toBe(2);
    expect(await store.db.selectFrom('retry_keys').select('key').execute()).toEqual([{ key: refused.idempotencyKey }]);
  });

  test('a key that met another’s open retry may be used again when the job is free', async () => {
    const { desk } = await openDesk();
    const held = await desk.retry({ ...anna, jobId: job });
    const order = { ...anna, jobId: job, idempotencyKey: randomUUID() };
    expect(await refusal(desk.retry(order))).toMatchObject({ code: 'retry-open' });
    await desk.release({ taskId: held.taskId, requestedBy: 'TECH\\ben', note: 'INC-4711' });
    await expect(desk.retry(order)).resolves.toMatchObject({ state: 'accepted' });
  });

  test('several jobs have a result each, in the order requested', async () => {
    const { desk } = await openDesk();
    clock.at += 1_000;
    em.addRun(other, 'success', 0);
    const { outcomes } = await desk.retryMany({ ...anna, jobIds: [other, job, job] });
    expect(outcomes.map(({ jobId }) => jobId)).toEqual([other, job, job]);
    const codes = outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.code : outcome.task.state));
    expect(codes[0]).toBe('job-not-failed');
    expect(codes.slice(1).sort()).toEqual(['accepted', 'retry-open']);
  });

  test('when Enterprise Manager goes away among several jobs, the rest is reported as not sent', async () => {
    const { desk } = await openDesk();
    em.fate = 'not-sent';
    const { outcomes } = await desk.retryMany({ ...anna, jobIds: jobs });
    const details = outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.detail : 'sent'));
    expect(details.length).toBe(8);
    expect(details.at(-1)).toBe('Not sent. Nothing was started. Look at the model.');
    expect(em.calls.length).toBe(0);
    expect(desk.cards().filter(({ state }) => state === 'requested')).toEqual([]);
  });

  test('retries are listed newest first, filtered, page by page', async () => {
    const { desk } = await openDesk();
    const ids: string[] = [];
    em.fate = 'refused-400';
    for (let n = 0; n < 60; n += 1) {
      clock.at += 3_600_000;
      const requestedBy = n % 2 === 0 ? 'TECH\\anna' : 'TECH\\b_n';
      ids.unshift((await desk.retry({ requestedBy, from: null, jobId: jobs[n % 8] ?? '' })).taskId);
    }
    const first = await desk.tasks({});
    const second = await desk.tasks({ cursor: first.nextCursor ?? '' });
    expect([...first.tasks, ...second.tasks].map(({ taskId }) => taskId)).toEqual(ids);
    expect([first.tasks.length, second.nextCursor]).toEqual([50, null]);
    expect((await desk.tasks({ by: 'tech\\B_N' })).tasks.length).toBe(30);
    expect((await desk.tasks({ by: 'a_na' })).tasks.length).toBe(0);
    expect((await desk.tasks({ job, state: 'ended' })).tasks.length).toBe(8);
    expect((await desk.tasks({ state: 'open' })).tasks.length).toBe(0);
    expect((await desk.tasks({ since: new Date(clock.at).toISOString() })).tasks.length).toBe(1);
    expect((await piecesOf(desk.tasksForExport({}))).flat()).toHaveLength(60);
    expect(await refusal(desk.tasks({ cursor: 'x' }))).toMatchObject({ code: 'bad-request' });
  });

  test('a store that is gone refuses the retry before anything is sent', async () => {
    const { desk, store } = await openDesk();
    await store.close();
    expect(await refusal(desk.retry({ ...anna, jobId: job }))).toMatchObject({ code: 'store-unavailable' });
    expect(em.calls.length).toBe(0);
  });

  test('a desk that is being stopped takes no new retries', async () => {
    const { desk } = await openDesk();
    await desk.stop();
    expect(await refusal(desk.retry({ ...anna, jobId: job }))).toMatchObject({ code: 'store-unavailable' });
  });

  if (bench.kind === 'sqlite') return;

  test('two processes on one PostgreSQL send one request for fifty clicks', async () => {
    const [a, b] = [await openDesk(), await openDesk()];
    const clicks = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? a : b).desk.retry({ ...anna, jobId: job })),
    );
    expect(clicks.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(em.calls.length).toBe(1);
  });
});
