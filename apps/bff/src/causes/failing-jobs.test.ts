import { beforeEach, expect, test } from 'vitest';
import { Inventory } from '#mirror/inventory.ts';
import { MachineResults } from '#mirror/machine-results.ts';
import { guid, MINUTE, NOON, sampleJob, sampleMachine, sampleRun } from '../../tests/board-samples.ts';
import { listCauses } from './cause-list.ts';
import { CauseFinder, FailingJobs } from './failing-jobs.ts';

const FULL = 'There is not enough space on the disk.';
const TIMED_OUT = 'The operation has timed out.';

const noEm = {
  machineResultsOf: async () => new Map(),
  machineResults: async () => null,
  machineResultsOfChildren: async () => [],
};

let inventory: Inventory;
let machines: MachineResults;
let failing: FailingJobs;
let runs = 0;

beforeEach(() => {
  inventory = new Inventory();
  machines = new MachineResults(noEm, { now: () => NOON });
  failing = new FailingJobs({ inventory, machines }, new CauseFinder());
});

function addJobs(...names: string[]): void {
  inventory.takeJobs(names.map((name, at) => sampleJob({ id: guid(at + 1), name })));
}

/** A new newest run of a job: failed with these reasons by machine, or good with none. */
function addRun(job: number, reasons: Record<string, string>): void {
  runs += 1;
  const id = guid(5_000 + runs);
  const createdAt = NOON - 3_600_000 + runs * MINUTE;
  const result = Object.keys(reasons).length === 0 ? 'success' : 'failed';
  inventory.takeRuns([sampleRun({ id, jobId: guid(job), createdAt, endedAt: createdAt + MINUTE, result })]);
  const results = Object.entries(reasons).map(([machine, reason]) =>
    sampleMachine({ id: `${id}-${machine}`, runId: id, machine, result: 'failed', reason }),
  );
  machines.take([{ runId: id, ofEndedRun: true, pinned: true, results }]);
}

function listed() {
  const { made } = listCauses(failing.all(), {
    veeamRetriesAt: () => null,
    pastOf: () => ({ firstAt: null, lastAt: null, tried: 0, helped: 0 }),
    shownOf: ({ key, title, family }) => ({ key, title, family, adviceAt: () => ({ kind: 'unknown', evidence: [] }) }),
    knownOf: () => null,
  });
  return made.map(({ jobs, machines: names }) => [jobs, names]);
}

test('a job with two causes is listed under both, and a machine that fails for two counts for both', async () => {
  addJobs('Daily', 'Weekly');
  addRun(1, { c: TIMED_OUT, a: FULL, b: FULL });
  addRun(2, { a: TIMED_OUT });
  await failing.refresh();
  expect(failing.get(guid(1))?.failedFor.map((each) => each.machines)).toEqual([['a', 'b'], ['c']]);
  expect(failing.get(guid(1))?.server).toBe('srv12.tech.local');
  expect(listed()).toEqual([
    [
      [guid(1), guid(2)],
      ['a', 'c'],
    ],
    [[guid(1)], ['a', 'b']],
  ]);
});

test('names of jobs and machines are no part of a cause, whichever job is read first', async () => {
  addJobs('Payroll nightly', 'Weekly');
  addRun(1, { 'pay-alpha': 'Cannot freeze pay-beta for Payroll nightly now' });
  addRun(2, { 'pay-beta': 'Cannot freeze pay-alpha for Weekly now' });
  await failing.refresh();
  expect(listed()).toHaveLength(1);
});

test('a changed run alone is read again, and a job that has recovered or is gone is let go', async () => {
  addJobs('Daily', 'Weekly', 'Monthly');
  for (const job of [1, 2, 3]) addRun(job, { [`m${job}`]: FULL });
  expect((await failing.refresh()).changed).toHaveLength(3);
  const before = failing.get(guid(2));
  expect(await failing.refresh()).toEqual({ changed: [], isLess: false });

  addRun(1, { m1: TIMED_OUT });
  addRun(3, {});
  const { changed, isLess } = await failing.refresh();
  expect([changed.map(({ jobId }) => jobId), isLess]).toEqual([[guid(1)], true]);
  expect(failing.get(guid(2))).toBe(before);
  expect(listed()).toHaveLength(2);
});

test('a reason that says nothing is a cause of its job alone, with a key of its own', async () => {
  addJobs('Daily', 'Weekly');
  addRun(1, { a: 'Failed' });
  addRun(2, { b: 'Failed' });
  await failing.refresh();
  const keys = [1, 2].map((number) => failing.get(guid(number))?.failedFor[0]?.cause.key);
  expect(keys).toEqual([`says-nothing-${guid(1)}`, `says-nothing-${guid(2)}`]);
});

test('a failure that names no machine has a cause without machines', async () => {
  addJobs('Daily');
  const createdAt = NOON - MINUTE;
  const failureMessage = FULL;
  inventory.takeRuns([sampleRun({ jobId: guid(1), createdAt, endedAt: NOON, result: 'failed', failureMessage })]);
  await failing.refresh();
  expect(failing.get(guid(1))?.failedFor).toMatchObject([{ cause: { family: 'space' }, machines: [] }]);
});

test('a job that never failed is no loss when it changes; a deleted one is', async () => {
  addJobs('Daily', 'Weekly');
  addRun(1, {});
  addRun(2, { m: FULL });
  expect(await failing.refresh()).toMatchObject({ changed: [{ jobId: guid(2) }], isLess: false });
  const daily = [sampleJob({ id: guid(1), name: 'Daily' })];
  inventory.takeJobs(daily);
  inventory.takeJobs(daily);
  expect(await failing.refresh()).toEqual({ changed: [], isLess: true });
  expect(failing.get(guid(2))).toBeUndefined();
});

test('results of machines that come later bring their cause', async () => {
  addJobs('Daily');
  const id = guid(7_000);
  inventory.takeRuns([sampleRun({ id, jobId: guid(1), createdAt: NOON - MINUTE, endedAt: NOON, result: 'failed' })]);
  await failing.refresh();
  expect(failing.get(guid(1))?.failedFor).toEqual([]);
  const results = [sampleMachine({ runId: id, machine: 'm', result: 'failed', reason: FULL })];
  machines.take([{ runId: id, ofEndedRun: true, pinned: true, results }]);
  await failing.refresh();
  expect(failing.get(guid(1))?.failedFor).toMatchObject([{ cause: { family: 'space' }, machines: ['m'] }]);
});
