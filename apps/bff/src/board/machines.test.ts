import { machineList } from '@retry-desk/contract';
import { describe, expect, test } from 'vitest';
import { DAY, guid, HOUR, NOON, sampleJob, sampleMachine, sampleRun } from '../../tests/board-samples.ts';
import { Estate } from './estate.ts';
import { createMachineSearch, MACHINES_LIMIT, RESULTS_PER_MACHINE } from './machines.ts';
import { toRecord } from './run-record.ts';
import type { Known } from './snapshot.ts';

const young = toRecord(sampleRun({ createdAt: NOON - HOUR, result: 'failed' }));
const old = toRecord(sampleRun({ createdAt: NOON - 9 * HOUR }));
const machines = {
  [young.id]: [
    sampleMachine({ machine: 'ORA01', result: 'failed', reason: 'full', endedAt: NOON }),
    sampleMachine({ machine: 'x-ora', endedAt: NOON }),
  ],
  [old.id]: [sampleMachine({ machine: 'ora01', endedAt: NOON - 8 * HOUR })],
};
const known: Known = {
  jobs: [sampleJob(), sampleJob({ id: guid(2), name: 'Files', backupServer: null })],
  runsOf: (id) => (id === guid(1) ? [young, old] : []),
  machinesOf: (id) => machines[id],
};

/** A search in what is known and does not change. */
function findMachines(of: Known, q: string) {
  return createMachineSearch(
    () => of,
    () => 1,
  )(q);
}

test('a machine is found in any case, its results newest first, with the reason', async () => {
  const found = await findMachines(known, ' oRa0 ');
  expect(machineList.parse(found)).toEqual(found);
  expect(found.machines).toHaveLength(1);
  expect(found.machines[0]?.results.map(({ result }) => result)).toEqual(['failed', 'success']);
  expect(found.machines[0]?.results[0]).toMatchObject({ jobId: guid(1), reason: 'full' });
});

test('names that begin with the text stand first; no text finds nothing', async () => {
  expect((await findMachines(known, 'ora')).machines.map(({ machine }) => machine)).toEqual(['ORA01', 'x-ora']);
  expect((await findMachines(known, '  ')).machines).toEqual([]);
  expect((await findMachines(known, 'nothing')).machines).toEqual([]);
});

test('the answer is bounded in machines and in results', async () => {
  const runs = Array.from({ length: RESULTS_PER_MACHINE + 3 }, (_, at) =>
    toRecord(sampleRun({ createdAt: NOON - at * HOUR })),
  );
  const many = Array.from({ length: MACHINES_LIMIT + 3 }, (_, at) => sampleMachine({ machine: `m${at}` }));
  const found = await findMachines({ jobs: [sampleJob()], runsOf: () => runs, machinesOf: () => many }, 'm');
  expect(found.machines).toHaveLength(MACHINES_LIMIT);
  expect(found.machines[0]?.results).toHaveLength(RESULTS_PER_MACHINE);
});

test('what can be found is gathered once per change, a few jobs at a time', async () => {
  const jobs = Array.from({ length: 2_000 }, (_, at) => sampleJob({ id: guid(at) }));
  const seen = { now: 1, looks: 0, inOneGo: 0, most: 0 };
  const search = createMachineSearch(
    () => ({
      jobs,
      runsOf() {
        seen.looks += 1;
        seen.inOneGo += 1;
        seen.most = Math.max(seen.most, seen.inOneGo);
        return [young];
      },
      machinesOf: known.machinesOf,
    }),
    () => seen.now,
  );
  const turn = () => {
    seen.inOneGo = 0;
    if (seen.looks < jobs.length) setImmediate(turn);
  };
  setImmediate(turn);
  const [one, other] = await Promise.all([search('ora'), search('x-')]);
  expect([one.machines.length, other.machines.length, seen.looks]).toEqual([2, 1, 2_000]);
  expect(seen.most).toBeLessThanOrEqual(1_000);
  await search('ora');
  expect(seen.looks).toBe(2_000);
  seen.now = 2;
  await search('ora');
  expect(seen.looks).toBe(4_000);
});

test('what a middle attempt has saved is not failed; where that attempt is not known, nobody knows', async () => {
  const [first, middle, last] = [3, 2, 1].map((hours) =>
    toRecord(
      sampleRun({ createdAt: NOON - hours * HOUR, endedAt: NOON - hours * HOUR, result: 'failed', isRetry: hours < 3 }),
    ),
  );
  const of = (run: typeof first, machine: string, result: 'failed' | 'success') =>
    sampleMachine({ runId: run?.id ?? '', machine, result, endedAt: run?.endedAt ?? null });
  const all = new Map([
    [first?.id, [of(first, 'db01', 'failed'), of(first, 'db02', 'failed'), of(first, 'db03', 'success')]],
    [middle?.id, [of(middle, 'db01', 'success'), of(middle, 'db02', 'failed')]],
    [last?.id, [of(last, 'db02', 'failed')]],
  ]);
  const runs = [last, middle, first].filter((run) => run !== undefined);
  const searched: Known = { jobs: [sampleJob()], runsOf: () => runs, machinesOf: (id) => all.get(id) };
  const newest = async (q: string) => (await findMachines(searched, q)).machines[0]?.results[0]?.result;
  expect([await newest('db01'), await newest('db02'), await newest('db03')]).toEqual(['success', 'failed', 'success']);
  all.delete(middle?.id);
  expect([await newest('db01'), await newest('db02'), await newest('db03')]).toEqual(['unknown', 'failed', 'success']);
});

describe('results stand as the runs of their job do', () => {
  const failed = sampleRun({ createdAt: NOON - 2 * HOUR, result: 'failed' });
  const older = sampleRun({ createdAt: NOON - DAY });
  const ahead = sampleRun({ createdAt: NOON + 3 * DAY });
  const same = sampleRun({ createdAt: failed.createdAt, result: 'success' });
  const attempt = { ...failed, isRetry: true };
  const late = NOON + 3 * DAY;

  test.each([
    { what: 'a success dated ahead', runs: [ahead, failed], ends: new Map() },
    {
      what: 'an older success whose machine ends in three days',
      runs: [older, failed],
      ends: new Map([[older.id, late]]),
    },
    { what: 'a run and its attempt with the same end', runs: [same, attempt], ends: new Map() },
    { what: 'an attempt and its run with the same end', runs: [attempt, same], ends: new Map() },
  ])('the failure stands before $what', async ({ runs, ends }) => {
    const jobs = [sampleJob()];
    const estate = new Estate(
      () => undefined,
      () => NOON,
    );
    estate.takeJobs(jobs);
    estate.takeRuns(runs);
    const results = new Map(
      runs.map(({ id, result, endedAt }) => [
        id,
        [
          sampleMachine({
            runId: id,
            machine: 'db01',
            result: result === 'failed' ? 'failed' : 'success',
            endedAt: ends.get(id) ?? endedAt,
          }),
        ],
      ]),
    );
    const search = createMachineSearch(
      () => ({ jobs, runsOf: (id) => estate.runsOf(id), machinesOf: (id) => results.get(id) }),
      () => 1,
      () => NOON,
    );
    const found = (await search('db01')).machines[0]?.results ?? [];
    expect(found.map(({ result }) => result)).toEqual(['failed', 'success']);
    for (const { endedAt } of found) expect(endedAt === null || Date.parse(endedAt) <= NOON).toBe(true);
  });

  test('a success dated ahead of one job does not hide the failure of another', async () => {
    const jobs = [sampleJob(), sampleJob({ id: guid(2) })];
    const [good, bad] = [toRecord(ahead), toRecord(failed)];
    const machinesOf = (id: string) => [
      sampleMachine({ runId: id, machine: 'db01', result: id === bad.id ? 'failed' : 'success', endedAt: null }),
    ];
    const runsOf = (id: string) => (id === guid(1) ? [good] : [bad]);
    const search = createMachineSearch(
      () => ({ jobs, runsOf, machinesOf }),
      () => 1,
      () => NOON,
    );
    expect((await search('db01')).machines[0]?.results.map(({ result }) => result)).toEqual(['failed', 'success']);
  });
});
