import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDesk, type Desk } from '#retries/desk.ts';
import type { DeskSettings } from '#retries/desk-context.ts';
import { Refusal } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import { createModelEm, type ModelEm } from './model-em.ts';
import { T0 } from './samples.ts';
import { type Place, storeBenches } from './stores.ts';

const jobs = Array.from({ length: 8 }, (_, n) => `0a000000-0000-4000-8000-00000000000${n}`);
const [job = '', other = ''] = jobs;
const anna = { by: 'TECH\\anna', from: '10.0.0.5' };

describe.each(storeBenches())('the desk on $kind', (bench) => {
  let place: Place;
  let clock: { at: number; now(): number };
  let em: ModelEm;
  let closing: (() => Promise<void>)[];

  beforeAll(() => bench.start());
  afterAll(() => bench.stop());
  beforeEach(async () => {
    place = await bench.place();
    clock = { at: T0, now: () => clock.at };
    em = createModelEm(clock, jobs);
    clock.at += 60_000;
    closing = [];
  });
  afterEach(async () => {
    for (const close of closing.reverse()) await close();
  });

  /** A desk as a process of its own would have it: with its own store. */
  async function openDesk(
    settings: Partial<DeskSettings> = {},
  ): Promise<{ desk: Desk; store: Store; close(): Promise<void> }> {
    const store = await place.open();
    const desk = createDesk({
      store,
      em,
      clock,
      logger: { info() {}, warn() {}, error() {} },
      board: { job: () => undefined, observeRuns: () => undefined },
      settings: { retryPollMs: 5, verdictMs: 120_000, retriesPerJobHour: 5, retriesPerPersonHour: 120, ...settings },
    });
    await desk.start();
    let closed = false;
    async function close(): Promise<void> {
      if (closed) return;
      closed = true;
      await desk.stop();
      await store.close();
    }
    closing.push(close);
    return { desk, store, close };
  }

  /** Time passes in steps until the retry is there. */
  async function becomes(desk: Desk, taskId: string, state: string, stepMs = 500): Promise<void> {
    await vi.waitFor(
      async () => {
        clock.at += stepMs;
        expect((await desk.task(taskId)).state).toBe(state);
      },
      { timeout: 10_000, interval: 10 },
    );
  }

  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => expect.unreachable('it was not refused'),
      (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)),
    );

  test('fifty clicks at once are one request; the others are told who holds the job', async () => {
    const { desk } = await openDesk();
    const clicks = await Promise.allSettled(Array.from({ length: 50 }, () => desk.retry({ ...anna, jobId: job })));
    const won = clicks.filter((click) => click.status === 'fulfilled');
    const lost = clicks.flatMap((click) => (click.status === 'rejected' ? [click.reason as Refusal] : [])); // what retry throws
    expect([won.length, lost.length, em.calls.length]).toEqual([1, 49, 1]);
    const taskId = won[0]?.value.taskId;
    expect(lost.every((error) => error.code === 'retry-open' && error.extra.task?.taskId === taskId)).toBe(true);
    expect(desk.openRetry(job)).toMatchObject({ taskId, requestedBy: 'TECH\\anna' });
  });

  test('a retry goes from requested to the result of the backup, and every step says what showed it', async () => {
    const { desk } = await openDesk();
    const changes = vi.fn();
    desk.onChange(changes);
    const task = await desk.retry({ ...anna, jobId: job, note: 'before the audit' });
    expect(task).toMatchObject({ state: 'accepted', note: 'before the audit', requestedFrom: '10.0.0.5', attempt: 1 });
    await becomes(desk, task.taskId, 'succeeded');
    const { steps } = await desk.task(task.taskId);
    expect(steps.map(({ state }) => state)).toEqual(['requested', 'accepted', 'triggered', 'running', 'succeeded']);
    expect(steps.slice(1).every(({ evidence }) => evidence)).toBe(true);
    expect(changes.mock.calls.length).toBeGreaterThanOrEqual(5);
    expect(desk.openRetry(job)).toBeNull();
    expect(desk.cards().map(({ taskId }) => taskId)).toEqual([task.taskId]);
    clock.at += 3_700_000;
    expect(desk.cards()).toEqual([]);
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

  test('what Enterprise Manager refuses at once ends as refused with its words', async () => {
    const { desk } = await openDesk();
    em.fate = 'refused-400';
    const task = await desk.retry({ ...anna, jobId: job });
    expect(task).toMatchObject({ state: 'refused', em: { message: 'What the model says.' } });
    expect(desk.openRetry(job)).toBeNull();
  });

  test('an answer that was lost is found again by the task, a request that never arrived ends as unconfirmed', async () => {
    const { desk } = await openDesk();
    em.fate = 'answer-lost';
    const lost = await desk.retry({ ...anna, jobId: job });
    em.fate = 'cut-before';
    const cut = await desk.retry({ ...anna, jobId: other });
    expect([lost.state, cut.state]).toEqual(['requested', 'requested']);
    await becomes(desk, lost.taskId, 'succeeded');
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

  test('a retry that failed again can be retried, and the attempts are counted until the job succeeds', async () => {
    const { desk } = await openDesk();
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
  });

  test('the hourly limits of a job and of a person hold, and say when to come back', async () => {
    const { desk } = await openDesk({ retriesPerJobHour: 1, retriesPerPersonHour: 2 });
    em.outcome = 'failed';
    const first = await desk.retry({ ...anna, jobId: job });
    await becomes(desk, first.taskId, 'failed');
    const again = await refusal(desk.retry({ ...anna, jobId: job }));
    expect(again).toMatchObject({ code: 'retry-limit', extra: { retryAfterSeconds: expect.any(Number) } });
    await desk.retry({ ...anna, jobId: other });
    expect(await refusal(desk.retry({ ...anna, jobId: jobs[2] ?? '' }))).toMatchObject({ code: 'retry-limit' });
    await expect(desk.retry({ ...anna, by: 'TECH\\ben', jobId: jobs[2] ?? '' })).resolves.toBeDefined();
    clock.at += 3_600_001;
    await expect(desk.retry({ ...anna, jobId: job })).resolves.toBeDefined();
  });

  test('the same Idempotency-Key gives the same answer for a day and refuses another request', async () => {
    const { desk, store } = await openDesk();
    const order = { ...anna, jobId: job, idempotencyKey: randomUUID() };
    const [first, meanwhile] = await Promise.all([desk.retry(order), desk.retry(order)]);
    expect(meanwhile.taskId).toBe(first.taskId);
    await becomes(desk, first.taskId, 'succeeded');
    expect((await desk.retry(order)).taskId).toBe(first.taskId);
    expect(await refusal(desk.retry({ ...order, note: 'other' }))).toMatchObject({ code: 'idempotency-mismatch' });
    expect(await refusal(desk.retry({ ...order, by: 'TECH\\ben' }))).toMatchObject({ code: 'idempotency-mismatch' });

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

  test('several jobs have an outcome each, in the order asked', async () => {
    const { desk } = await openDesk();
    clock.at += 1_000;
    em.addRun(other, 'success', 0);
    const { outcomes } = await desk.retryMany({ ...anna, jobIds: [other, job, job] });
    expect(outcomes.map(({ jobId }) => jobId)).toEqual([other, job, job]);
    const codes = outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.code : outcome.task.state));
    expect(codes[0]).toBe('job-not-failed');
    expect(codes.slice(1).sort()).toEqual(['accepted', 'retry-open']);
  });

  test('when Enterprise Manager goes away among several jobs, the rest is told that it was not sent', async () => {
    const { desk } = await openDesk();
    em.fate = 'not-sent';
    const { outcomes } = await desk.retryMany({ ...anna, jobIds: jobs });
    const details = outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.detail : 'sent'));
    expect(details.length).toBe(8);
    expect(details.at(-1)).toBe('Not sent. Nothing was started. Look at the model.');
    expect(em.calls.length).toBe(0);
    expect(desk.cards().filter(({ state }) => state === 'requested')).toEqual([]);
  });

  test('a task can be ended while Enterprise Manager still works on it, and not later', async () => {
    const { desk } = await openDesk();
    em.fate = 'refused-result';
    const early = await desk.retry({ ...anna, jobId: job });
    await desk.endTask(early.taskId, 'TECH\\ben');
    const stopped = await desk.task(early.taskId);
    expect(stopped.state).toBe('stopped');
    expect(stopped.steps.at(-1)?.evidence).toBe('the task was ended by TECH\\ben');
    expect(await refusal(desk.endTask(early.taskId, 'TECH\\ben'))).toMatchObject({ code: 'too-late' });

    em.fate = 'accepted';
    const late = await desk.retry({ ...anna, jobId: other });
    await becomes(desk, late.taskId, 'running');
    expect(await refusal(desk.endTask(late.taskId, 'TECH\\ben'))).toMatchObject({ code: 'too-late' });
    expect(await refusal(desk.endTask(randomUUID(), 'TECH\\ben'))).toMatchObject({ code: 'not-found' });
  });

  test('an unseen retry is released by an operator, whose name stays with it', async () => {
    const { desk } = await openDesk();
    em.fate = 'refused-result';
    const { taskId } = await desk.retry({ ...anna, jobId: job });
    em.restart();
    await becomes(desk, taskId, 'unseen', 10_000);
    await desk.endTask(taskId, 'TECH\\ben');
    const task = await desk.task(taskId);
    expect([task.state, task.steps.at(-1)?.evidence]).toEqual(['unconfirmed', 'released by TECH\\ben']);
    await expect(desk.retry({ ...anna, jobId: job })).resolves.toMatchObject({ state: 'accepted' });
  });

  test('retries are listed newest first, filtered, page by page', async () => {
    const { desk } = await openDesk();
    const ids: string[] = [];
    em.fate = 'refused-400';
    for (let n = 0; n < 60; n += 1) {
      clock.at += 3_600_000;
      const by = n % 2 === 0 ? 'TECH\\anna' : 'TECH\\b_n';
      ids.unshift((await desk.retry({ by, from: null, jobId: jobs[n % 8] ?? '' })).taskId);
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
    expect((await desk.tasksForExport({})).length).toBe(60);
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

  test('two processes on one PostgreSQL send one request for fifty clicks', async () => {
    const [a, b] = [await openDesk(), await openDesk()];
    const clicks = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? a : b).desk.retry({ ...anna, jobId: job })),
    );
    expect(clicks.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(em.calls.length).toBe(1);
  });

  test('what a killed process left open is taken up by the other one', async () => {
    const dead = await openDesk();
    const { taskId } = await dead.desk.retry({ ...anna, jobId: job });
    // Its store goes away under it: it can neither renew its lease nor write.
    await dead.store.close();
    const alive = await openDesk();
    await becomes(alive.desk, taskId, 'succeeded');
  });
});
