import type { EmError, MachineResult } from '@retry-desk/em-client';
import { expect, test } from 'vitest';
import { DAY, guid, HOUR, MINUTE, NOON, sampleJob, sampleMachine, sampleRun } from '../../tests/board-samples.ts';
import { Inventory } from './inventory.ts';
import { MachineHistory } from './machine-history.ts';
import { MachineResults } from './machine-results.ts';
import { UNREAD } from './run-record.ts';

type Results = Pick<MachineResult, 'machine' | 'result'>[];

/** A job that failed today, yesterday and the day before; `resultsOf` are the results of a run so many days ago. */
function scene(resultsOf: (daysAgo: number) => Results | 'refused') {
  const clock = { at: NOON, now: () => clock.at };
  const em = {
    async machineResultsOf(ids: readonly string[], onRefused?: (id: string, error: EmError) => void) {
      const found = new Map<string, MachineResult[]>();
      for (const id of ids) {
        const results = resultsOf(Number(id.slice(-2)));
        // The error itself is of no use to the caller.
        if (results === 'refused') onRefused?.(id, new Error('refused') as EmError);
        else
          found.set(
            id,
            results.map((each) => sampleMachine({ ...each, id: `${id} ${each.machine}`, runId: id })),
          );
      }
      return found;
    },
    machineResults: async () => null,
    machineResultsOfChildren: async () => [],
  };
  const inventory = new Inventory(() => undefined, clock.now);
  const machines = new MachineResults(em, clock);
  const history = new MachineHistory(inventory, machines, clock.now);
  const runOf = (daysAgo: number, more: Parameters<typeof sampleRun>[0] = {}) =>
    sampleRun({
      id: guid(100 + daysAgo),
      createdAt: NOON - daysAgo * DAY - 2 * HOUR,
      result: daysAgo < 2 ? 'failed' : 'success',
      ...more,
    });
  inventory.takeJobs([sampleJob()]);
  /** Polls: reads what is missing; returns the runs by how many days ago they were. */
  async function step(): Promise<number[]> {
    const missing = await history.missing(60);
    await machines.read(missing, false);
    await history.missing(0);
    return missing.map(({ id }) => Number(id.slice(-2)));
  }
  const lastGood = () => history.of(guid(1)).machines.map((machine) => machine.lastGood);
  return { clock, inventory, machines, history, runOf, step, lastGood };
}

const failed: Results = [{ machine: 'a', result: 'failed' }];
const good: Results = [{ machine: 'a', result: 'success' }];

test('a last good backup stays known when the results it came from are let go', async () => {
  const { inventory, machines, runOf, step, lastGood } = scene((daysAgo) => (daysAgo < 2 ? failed : good));
  inventory.takeRuns([0, 1, 2].map((daysAgo) => runOf(daysAgo)));
  await machines.read([runOf(0)], true);
  expect(lastGood()).toEqual(['unread']);
  expect(await step()).toEqual([1, 2]);
  const known = lastGood();
  expect(known).toEqual([runOf(2).endedAt]);
  // A thousand others push them out.
  const others = Array.from({ length: 1_001 }, (_, at) => guid(5_000 + at));
  machines.take(others.map((runId) => ({ runId, ofEndedRun: true, pinned: false, results: [sampleMachine()] })));
  expect(machines.of(runOf(2).id)).toBeUndefined();
  expect(lastGood()).toEqual(known);
  expect(await step()).toEqual([]);
});

test('a run whose results are refused leaves nothing waiting, and counts once they can be read', async () => {
  let isRefused = true;
  const { clock, inventory, machines, runOf, step, lastGood } = scene((daysAgo) => {
    if (daysAgo === 1 && isRefused) return 'refused';
    return daysAgo === 0 ? failed : good;
  });
  inventory.takeRuns([0, 1, 2].map((daysAgo) => runOf(daysAgo)));
  await machines.read([runOf(0)], true);
  await step();
  expect(lastGood()).toEqual(['unlisted']);
  isRefused = false;
  clock.at += 2 * MINUTE;
  expect(lastGood()).toEqual(['unread']);
  expect(await step()).toEqual([1]);
  expect(lastGood()).toEqual([runOf(1).endedAt]);
});

test('a run that could not be read counts when it can', async () => {
  const { inventory, machines, runOf, step, lastGood } = scene((daysAgo) => (daysAgo === 0 ? failed : good));
  const unread = { result: 'unknown', stateText: UNREAD } as const;
  inventory.takeRuns([runOf(0), runOf(1, unread), runOf(2)]);
  await machines.read([runOf(0)], true);
  await step();
  expect(lastGood()).toEqual(['unlisted']);
  inventory.takeRuns([runOf(1)]);
  await step();
  expect(lastGood()).toEqual([runOf(1).endedAt]);
});

test('a run without any machine is asked for once; one that succeeded is not known, one that failed holds no backup', async () => {
  for (const [result, expected] of [
    ['success', 'unlisted'],
    ['failed', NOON - 2 * DAY - HOUR],
  ] as const) {
    const { inventory, machines, runOf, step, lastGood } = scene((daysAgo) => {
      if (daysAgo === 1) return [];
      return daysAgo === 0 ? failed : good;
    });
    inventory.takeRuns([runOf(0), runOf(1, { result }), runOf(2)]);
    await machines.read([runOf(0)], true);
    await step();
    expect(lastGood()).toEqual([expected]);
    expect(await step()).toEqual([]);
  }
});
