import type { RetryState, Task } from '@retry-desk/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CauseRecords } from '#causes/cause-records.ts';
import { CauseFinder, FailingJobs } from '#causes/failing-jobs.ts';
import { RetriedCauses } from '#causes/retried-causes.ts';
import { Inventory } from '#mirror/inventory.ts';
import { MachineResults } from '#mirror/machine-results.ts';
import type { Store } from '#store/open-store.ts';
import { guid, HOUR, MINUTE, NOON, sampleJob, sampleMachine, sampleRun } from './board-samples.ts';
import { sqliteBench } from './stores.ts';

const bench = sqliteBench();
const clock = { now: () => NOON };
const FULL = 'no-space';
let store: Store;

beforeAll(async () => {
  await bench.start();
  store = await (await bench.place()).open();
});
afterAll(async () => {
  await store.close();
  await bench.stop();
});

const noEm = {
  machineResultsOf: async () => new Map(),
  machineResults: async () => null,
  machineResultsOfChildren: async () => [],
};

/** A job that failed for one machine, and a retry of it in that state whose run ended well, with the machine in it. */
async function stage(number: number, state: RetryState) {
  const [jobId, failedId, runId] = [guid(number), guid(100 + number), guid(200 + number)];
  const inventory = new Inventory();
  const machines = new MachineResults(noEm, clock);
  const finder = new CauseFinder();
  const failing = new FailingJobs({ inventory, machines }, finder);
  const records = new CauseRecords(store, clock);
  const ofRun = { ofEndedRun: true, pinned: true };
  const failed = sampleMachine({
    runId: failedId,
    machine: 'a',
    result: 'failed',
    reason: 'There is not enough space on the disk.',
  });
  inventory.takeJobs([sampleJob({ id: jobId })]);
  inventory.takeRuns([
    sampleRun({ id: failedId, jobId, createdAt: NOON - HOUR, endedAt: NOON - HOUR + MINUTE, result: 'failed' }),
  ]);
  machines.take([
    { ...ofRun, runId: failedId, results: [failed] },
    { ...ofRun, runId, results: [sampleMachine({ runId, machine: 'a', result: 'success' })] },
  ]);
  await failing.refresh();
  const at = new Date(NOON).toISOString();
  const task: Task = {
    taskId: `task-${number}`,
    jobId,
    jobName: 'Daily',
    operation: 'RetryAgentJob',
    state,
    requestedBy: 'anna',
    requestedFrom: null,
    requestedAt: at,
    note: null,
    attempt: 1,
    em: null,
    run: {
      id: runId,
      progress: 100,
      result: 'success',
      startedAt: at,
      endedAt: at,
      machinesTotal: 1,
      machinesDone: 1,
      reasons: [],
    },
    steps: [],
  };
  const desk = { cards: () => [task], retriedRun: () => failedId };
  const retried = new RetriedCauses({ mirror: { inventory, machines }, desk, failing, finder, records });
  return { task, retried, records };
}

const pastOf = async (records: CauseRecords) => (await records.past(new Set([FULL]))).get(FULL);

test.each(['stopped', 'unconfirmed', 'refused'] as const)(
  'a retry that is %s counts nowhere, whatever run was taken for its own',
  async (state) => {
    const { retried, records } = await stage({ stopped: 1, unconfirmed: 2, refused: 3 }[state], state);
    await retried.follow();
    await records.flush();
    expect(await pastOf(records)).toMatchObject({ tried: 0, helped: 0 });
  },
);

test('a retry counts once it has ended, not while its run is a guess', async () => {
  const { task, retried, records } = await stage(4, 'running');
  await retried.follow();
  await records.flush();
  expect(await pastOf(records)).toMatchObject({ tried: 0, helped: 0 });
  expect(retried.ofLiveTask(task.taskId)).toMatchObject({ key: FULL, outcome: null });
  task.state = 'succeeded';
  await retried.follow();
  await records.flush();
  expect(await pastOf(records)).toMatchObject({ tried: 1, helped: 1 });
});
