import { expect, test } from 'vitest';
import { carryOutCancel } from '#retries/carry-out-cancel.ts';
import { hintedRun } from '#retries/em-checks.ts';
import { noteRetry, readRetry } from '#retries/journal.ts';
import { presentTask } from '#retries/present.ts';
import { retryJob } from '#retries/retry-job.ts';
import { sampleNewRun, sampleRow, sampleTask } from '#retries/samples.ts';
import { readRunOwners } from '#retries/task-ownership.ts';
import { cycle, jobs, openByHand, type Stage } from './retries-by-hand.ts';
import { sharedStore } from './stores.ts';

const id = '019c1311-0000-7000-8000-000000000001';
const other = '019c1311-0000-7000-8000-000000000002';

const store = sharedStore();

async function taskOf(stage: Stage, taskId = id) {
  const retry = await readRetry(stage.desk, taskId);
  return retry ? presentTask(retry) : expect.unreachable('there is no such retry');
}

async function cycles(stage: Stage, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await cycle(stage);
}

test('a run that the task links to and Enterprise Manager does not show yet takes the place of a guess, and is waited for', async () => {
  const stage = await openByHand(store(), { verdictMs: 10_000, giveUpMs: 600_000 });
  const { em, clock } = stage;
  Object.assign(em, { collection: 'by hand', links: true });
  em.collectNow();
  await retryJob(stage.desk, { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null }, id);
  clock.at += 1_000;
  em.addRun(jobs[0], 'failed', 3_600_000);
  em.collectNow();
  clock.at += 4_000;
  await cycle(stage);
  expect((await taskOf(stage)).state).toBe('running');
  em.hidesRuns = true;
  em.collectNow();
  // Longer than a run that is really gone is waited for.
  await cycles(stage, 20);
  expect(await taskOf(stage)).toMatchObject({ state: 'running', run: null });
  em.hidesRuns = false;
  em.collectNow();
  await cycle(stage);
  expect(await taskOf(stage)).toMatchObject({ state: 'succeeded', run: { id: em.calls[0]?.runId } });
});

test('a task that a proxy does not find for a while is not gone: its result is waited for, and no run of others is attributed', async () => {
  const stage = await openByHand(store());
  const { em } = stage;
  em.fate = 'refused-result';
  await retryJob(stage.desk, { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null }, id);
  for (const subject of ['task', 'tasks'] as const) em.trouble.set(subject, 'page not found');
  em.addRun(jobs[0], 'failed', 3_000);
  await cycles(stage, 10);
  em.trouble.clear();
  await cycles(stage, 3);
  expect(await taskOf(stage)).toMatchObject({ state: 'refused', run: null });
});

test.each([
  ['tasks', 'silence', 40],
  ['tasks', 500, 100],
] as const)(
  'a run of the schedule is not the end of a retry whose refusal is not given (list of %s: %s)',
  async (subject, trouble, count) => {
    const stage = await openByHand(store());
    const { em } = stage;
    em.fate = 'refused-result';
    await retryJob(stage.desk, { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null }, id);
    em.trouble.set(subject, trouble);
    em.trouble.set('task', trouble === 500 ? 500 : 404);
    em.addRun(jobs[0], 'failed', 38_000);
    await cycles(stage, count);
    em.trouble.clear();
    await cycles(stage, 3);
    const { state, run } = await taskOf(stage);
    // In time the task decides; a task that is never given leaves the question open.
    if (trouble === 500) expect([state, run?.result]).toEqual(['unconfirmed', 'failed']);
    else expect([state, run]).toEqual(['refused', null]);
  },
);

test.each([
  ['a second ago', (now: number) => now - 900, 300],
  ['a second ago', (now: number) => now - 900, 20],
  ['a time that is unknown', () => null, 300],
])(
  'a run of the schedule that ended just before the request, by a clock of %s, is not taken while ours is not shown: %#',
  async (_when, serverNow, seconds) => {
    const stage = await openByHand(store());
    const { em, clock } = stage;
    Object.assign(em, { collection: 'by hand', serverNow: () => serverNow(clock.now()) });
    em.collectNow();
    em.addRun(jobs[0], 'failed', seconds * 1_000);
    clock.at += seconds * 1_000 + 500;
    await retryJob(stage.desk, { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null }, id);
    em.hidesRuns = true;
    for (let n = 0; n < 5; n += 1) {
      em.collectNow();
      await cycle(stage);
    }
    expect(await taskOf(stage)).toMatchObject({ state: 'triggered', run: null });
    em.hidesRuns = false;
    for (let n = 0; n < 15; n += 1) {
      em.collectNow();
      await cycle(stage);
    }
    expect(await taskOf(stage)).toMatchObject({ state: 'succeeded', run: { id: em.calls[0]?.runId } });
  },
);

test('a run of the schedule after an answer was lost with its logon session is named, and is not the end of the retry', async () => {
  const stage = await openByHand(store());
  const { em } = stage;
  em.fate = 'cut-before';
  await retryJob(stage.desk, { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null }, id);
  em.restart();
  stage.clock.at += 1_000;
  const foreign = em.addRun(jobs[0], 'failed', 5_000);
  await cycles(stage, 10);
  expect(await taskOf(stage)).toMatchObject({ state: 'unconfirmed', run: { id: foreign.id } });
});

test.each([0, 12])(
  'a run of the schedule between a click and its late execution is not its own, though it was the only one shown for %i checks',
  async (checks) => {
    const stage = await openByHand(store());
    const { em, clock } = stage;
    Object.assign(em, { collection: 'by hand', names: true, fate: 'done-late' });
    em.collectNow();
    await retryJob(stage.desk, { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null }, id);
    em.trouble.set('tasks', 400);
    clock.at += 1_000;
    em.addRun(jobs[0], 'warning', 8_000);
    em.trouble.set('runs', 'silence');
    await cycles(stage, 5);
    em.collectNow();
    if (checks > 0) em.trouble.delete('runs');
    await cycles(stage, checks);
    em.trouble.set('runs', 'silence');
    await cycles(stage, 30 - checks);
    em.trouble.clear();
    for (let n = 0; n < 10; n += 1) {
      em.collectNow();
      await cycle(stage);
    }
    expect(await taskOf(stage)).toMatchObject({ state: 'succeeded', run: { id: em.calls[0]?.runId } });
  },
);

test('a run of the schedule after a refusal that was lost with its logon session is named, and is not the end of the retry', async () => {
  const stage = await openByHand(store());
  const { em } = stage;
  em.fate = 'refused-result';
  await retryJob(stage.desk, { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null }, id);
  em.restart();
  stage.clock.at += 60_000;
  const foreign = em.addRun(jobs[0], 'success', 5_000);
  await cycles(stage, 10);
  const { state, run, steps } = await taskOf(stage);
  expect([state, run?.id, steps.at(-1)?.evidence]).toEqual([
    'unconfirmed',
    foreign.id,
    expect.stringMatching(/^task-1 has gone without a result, .*ended with success, and whether it is this retry’s/),
  ]);
});

test('a retry outlasts an outage that is longer than errors are waited for, and is followed to its end', async () => {
  const stage = await openByHand(store(), { verdictMs: 10_000, giveUpMs: 20_000, stillMs: 600_000 });
  await retryJob(stage.desk, { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null }, id);
  stage.em.down = true;
  await cycles(stage, 40);
  expect((await taskOf(stage)).state).toBe('accepted');
  stage.em.down = false;
  await cycles(stage, 5);
  expect((await taskOf(stage)).state).toBe('succeeded');
});

test('a retry that is not in its turn takes no other run than the one its task links to', () => {
  const row = sampleRow({ state: 'accepted', em_task_id: 'task-1' });
  const baseline = { runIds: ['run-old'], oldestAt: null, newestAt: null, emSentAt: null };
  const [foreign, own] = [sampleNewRun({ id: 'foreign' }), sampleNewRun({ id: 'own' })];
  const task = sampleTask({
    state: 'finished',
    stateText: 'Finished',
    result: { success: true, message: null },
    runId: 'own',
  });
  expect(hintedRun({ row, baseline }, [foreign], task, new Set())).toBeNull();
  expect(hintedRun({ row, baseline }, [foreign, own], task, new Set())?.id).toBe('own');
});

test('one retry whose record cannot be read ends by itself and stops no other', async () => {
  const stage = await openByHand(store());
  for (const [at, taskId] of [id, other].entries()) {
    await retryJob(stage.desk, { jobId: jobs[at] ?? jobs[0], requestedBy: 'TECH\\anna', from: null }, taskId);
  }
  await store().db.updateTable('retries').set({ baseline: '{"runIds":' }).where('id', '=', id).execute();
  await cycles(stage, 20);
  expect((await taskOf(stage)).state).toBe('unconfirmed');
  expect((await taskOf(stage, other)).state).toBe('succeeded');
});

test('the cancellation of a task is recorded as on its way before it is sent: a process that dies then leaves that behind', async () => {
  const stage = await openByHand(store());
  await retryJob(stage.desk, { jobId: jobs[0], requestedBy: 'TECH\\anna', from: null }, id);
  const rowNow = async () => (await readRetry(stage.desk, id))?.row ?? expect.unreachable('there is no such retry');
  const phases: unknown[] = [];
  const endTask = async () => void phases.push((await rowNow()).cancel_phase);
  Object.assign(stage.em, { endTask });
  const requested = { cancel_phase: 'requested', cancelled_by: 'TECH\\ben', cancelled_at: stage.clock.at } as const;
  await noteRetry(stage.desk, await rowNow(), requested);
  expect(await carryOutCancel(stage.desk, await rowNow())).toBeNull();
  expect([...phases, (await rowNow()).cancel_phase]).toEqual(['sending', 'answered']);
});

test('owners are found for more runs than one statement takes', async () => {
  const ids = Array.from({ length: 70_000 }, (_, at) => `run-${at}`);
  const ownersOf = await readRunOwners({ store: store() }, ids);
  expect(ownersOf(sampleRow()).size).toBe(0);
});
