import { machineList } from '@retry-desk/contract';
import { describe, expect, test } from 'vitest';
import { Inventory } from '#mirror/inventory.ts';
import { toRecord } from '#mirror/run-record.ts';
import { DAY, guid, HOUR, NOON, sampleJob, sampleMachine, sampleRun } from '../../tests/board-samples.ts';
import { createMachineSearch, MACHINES_LIMIT, MOST_LAST_GOOD, RESULTS_PER_MACHINE } from './machines.ts';
import type { Known } from './sources.ts';

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
  return createMachineSearch({ known: () => of, version: () => 1 })(q);
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
  expect(found.count).toBe(MACHINES_LIMIT + 3);
  expect(found.machines[0]?.results).toHaveLength(RESULTS_PER_MACHINE);
});

test('the index is built once per change, a few jobs at a time', async () => {
  const jobs = Array.from({ length: 2_000 }, (_, at) => sampleJob({ id: guid(at) }));
  const seen = { now: 1, reads: 0, inOneGo: 0, most: 0 };
  const search = createMachineSearch({
    known: () => ({
      jobs,
      runsOf() {
        seen.reads += 1;
        seen.inOneGo += 1;
        seen.most = Math.max(seen.most, seen.inOneGo);
        return [young];
      },
      machinesOf: known.machinesOf,
    }),
    version: () => seen.now,
  });
  const turn = () => {
    seen.inOneGo = 0;
    if (seen.reads < jobs.length) setImmediate(turn);
  };
  setImmediate(turn);
  const [one, other] = await Promise.all([search('ora'), search('x-')]);
  expect([one.machines.length, other.machines.length, seen.reads]).toEqual([2, 1, 2_000]);
  expect(seen.most).toBeLessThanOrEqual(1_000);
  await search('ora');
  expect(seen.reads).toBe(2_000);
  seen.now = 2;
  await search('ora');
  expect(seen.reads).toBe(4_000);
});

test('a machine that succeeded in a middle attempt is not failed; without that attempt its result is unknown', async () => {
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
    const inventory = new Inventory(
      () => undefined,
      () => NOON,
    );
    inventory.takeJobs(jobs);
    inventory.takeRuns(runs);
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
    const search = createMachineSearch({
      known: () => ({ jobs, runsOf: (id) => inventory.runsOf(id), machinesOf: (id) => results.get(id) }),
      version: () => 1,
      now: () => NOON,
    });
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
    const search = createMachineSearch({
      known: () => ({ jobs, runsOf, machinesOf }),
      version: () => 1,
      now: () => NOON,
    });
    expect((await search('db01')).machines[0]?.results.map(({ result }) => result)).toEqual(['failed', 'success']);
  });
});

describe('the last good backup of a machine', () => {
  const at = (n: number) => NOON - n * DAY;
  /** Daily runs, newest first: their results, and which machine results are known from the start. */
  function world(results: string, readAtFirst: number, readSince: number | null = null) {
    const runs = [...results].map((letter, n) =>
      toRecord(sampleRun({ createdAt: at(n) - HOUR, endedAt: at(n), result: letter === 'S' ? 'success' : 'failed' })),
    );
    const there = new Map(
      runs.map((run, n) => [
        run.id,
        // `P`: the run failed, and not for this machine.
        [
          sampleMachine({
            runId: run.id,
            machine: 'Pay01',
            result: results[n] === 'F' ? 'failed' : 'success',
            endedAt: at(n),
          }),
        ],
      ]),
    );
    const have = new Set(runs.slice(0, readAtFirst).map(({ id }) => id));
    const job = sampleJob({ nextRunAt: NOON + HOUR, scheduleEnabled: true });
    let version = 1;
    const read: string[] = [];
    const search = createMachineSearch({
      known: () => ({
        jobs: [job],
        runsOf: () => runs,
        machinesOf: (id) => (have.has(id) ? there.get(id) : undefined),
        readSince: () => readSince,
      }),
      version: () => version,
      now: () => NOON,
      async read(wanted) {
        version += 1;
        for (const { id } of wanted) have.add(id);
        read.push(...wanted.map(({ id }) => id));
      },
    });
    return { search, read };
  }
  const lastGood = async ({ search }: ReturnType<typeof world>) => (await search('pay', true)).machines[0]?.lastGoodAt;
  const iso = (n: number) => new Date(at(n)).toISOString();

  test.each([
    ['of the newest run', 'SFS', 1, iso(0)],
    ['before failures whose results have not been read yet', 'FFFS', 1, iso(3)],
    ['in a run that failed for another machine', 'FFPS', 1, iso(2)],
    ['is none where all of thirty days failed', 'FFF', 1, null],
    ['is not known behind more failed runs than are looked through', `${'F'.repeat(60)}S`, 1, undefined],
  ])('%s', async (_, results, readAtFirst, expected) => {
    expect(await lastGood(world(results, readAtFirst))).toBe(expected);
  });

  test('is not shown as none while older runs are still to be read, and not requested unless needed', async () => {
    expect(await lastGood(world('FFF', 3, at(4)))).toBeUndefined();
    const asked = world('FFS', 1);
    expect((await asked.search('pay')).machines[0]).not.toHaveProperty('lastGoodAt');
    expect(asked.read).toEqual([]);
    expect((await asked.search('pay', true)).machines[0]?.nextRunAt).toBe(new Date(NOON + HOUR).toISOString());
  });

  test('is looked up of the first ones of many, among which the very name is, and of no others', async () => {
    const run = toRecord(sampleRun({ createdAt: NOON - HOUR }));
    // All of them begin with the name of one, and stand before it by the alphabet.
    const names = ['pc.z', ...Array.from({ length: MOST_LAST_GOOD + 3 }, (_, n) => `pc.z-${n}`), '0pc.z'];
    const search = createMachineSearch({
      known: () => ({
        jobs: [sampleJob({ nextRunAt: NOON + HOUR, scheduleEnabled: true })],
        runsOf: () => [run],
        machinesOf: () => names.map((machine) => sampleMachine({ machine, endedAt: NOON - HOUR })),
      }),
      version: () => 1,
      now: () => NOON,
    });
    const { machines: shown } = await search('pc.z', true);
    expect(shown[0]?.machine).toBe('pc.z');
    expect(shown).toHaveLength(names.length);
    expect(shown.map(({ lastGoodAt, nextRunAt }) => lastGoodAt !== undefined && nextRunAt !== undefined)).toEqual(
      shown.map((_, place) => place < MOST_LAST_GOOD),
    );
  });

  test('jobs of which no machine is known yet are counted', async () => {
    expect((await world('FFS', 0).search('other')).unread).toBe(1);
    expect((await world('FFS', 1).search('other')).unread).toBe(0);
  });
});
