import { describe, expect, test } from 'vitest';
import { DAY, guid, HOUR, NOON, runningRun, sampleJob, sampleRun } from '../../tests/board-samples.ts';
import { applyChange } from './apply-change.ts';
import { Inventory, RETENTION_MS } from './inventory.ts';
import { MachineResults } from './machine-results.ts';

const noMachines = {
  machineResultsOf: async () => new Map(),
  machineResults: async () => null,
  machineResultsOfChildren: async () => [],
};

function inventoryWith(...runs: ReturnType<typeof sampleRun>[]): Inventory {
  const inventory = new Inventory();
  inventory.takeJobs([sampleJob()]);
  inventory.takeRuns(runs);
  return inventory;
}

describe('runs', () => {
  test('stay newest first in whatever order they arrive', () => {
    const [old, middle, young] = [3, 2, 1].map((days) => sampleRun({ createdAt: NOON - days * DAY }));
    if (!old || !middle || !young) throw new Error('three runs');
    const inventory = inventoryWith(middle, young, old);
    expect([...inventory.runsOf(guid(1))].map(({ id }) => id)).toEqual([young.id, middle.id, old.id]);
  });

  test('an attempt that began in the same moment as its first run is the newer one', () => {
    const first = sampleRun({ createdAt: NOON, result: 'failed' });
    const attempt = sampleRun({ createdAt: NOON, isRetry: true });
    expect(inventoryWith(attempt, first).runsOf(guid(1)).at(0)?.id).toBe(attempt.id);
    expect(inventoryWith(first, attempt).runsOf(guid(1)).at(0)?.id).toBe(attempt.id);
  });

  test('a run read twice is there once, with what was read last', () => {
    const run = runningRun();
    const inventory = inventoryWith(run, { ...run, progress: 80 });
    expect(inventory.runsOf(guid(1))).toHaveLength(1);
    expect(inventory.runsOf(guid(1)).at(0)?.progress).toBe(80);
  });

  test('an answer that was read before the end does not bring a run back to life', () => {
    const run = runningRun();
    const ended = { ...run, state: 'stopped' as const, endedAt: NOON, result: 'failed' as const };
    const inventory = inventoryWith(run, ended);
    inventory.takeRuns([run]);
    expect(inventory.runsOf(guid(1)).at(0)?.result).toBe('failed');
    expect(inventory.unfinished()).toEqual([]);
  });

  test('reading the same again changes nothing', () => {
    const run = runningRun();
    const inventory = inventoryWith(run);
    const before = inventory.version;
    inventory.takeRuns([{ ...run }]);
    inventory.takeJobs([sampleJob()]);
    expect(inventory.version).toBe(before);
    inventory.takeRuns([{ ...run, progress: 43 }]);
    expect(inventory.version).toBeGreaterThan(before);
  });

  test('those older than the retention are dropped, unless they are running', () => {
    const old = sampleRun({ createdAt: NOON - RETENTION_MS - HOUR });
    const oldButRunning = runningRun({ createdAt: NOON - RETENTION_MS - DAY });
    const inventory = inventoryWith(old, oldButRunning, sampleRun());
    inventory.forgetBefore(NOON - RETENTION_MS);
    expect(inventory.runsOf(guid(1))).toHaveLength(2);
    expect(inventory.unfinished()).toEqual([{ jobId: guid(1), runId: oldButRunning.id }]);
  });

  test('a job that has not run since keeps the run that decides its state, however old', () => {
    const failed = sampleRun({ createdAt: NOON - RETENTION_MS - 9 * DAY, result: 'failed' });
    const before = sampleRun({ createdAt: NOON - RETENTION_MS - 10 * DAY });
    const inventory = inventoryWith(failed, before);
    inventory.forgetBefore(NOON - RETENTION_MS);
    expect([...inventory.runsOf(guid(1))].map(({ id }) => id)).toEqual([failed.id]);
    const running = runningRun();
    inventory.takeRuns([running]);
    inventory.forgetBefore(NOON - RETENTION_MS);
    expect([...inventory.runsOf(guid(1))].map(({ id }) => id)).toEqual([running.id, failed.id]);
  });

  test('the youngest start or end is how far Enterprise Manager reaches', () => {
    expect(new Inventory().newestEventAt).toBeNull();
    const inventory = inventoryWith(
      sampleRun({ createdAt: NOON - DAY, endedAt: NOON - HOUR }),
      runningRun({ createdAt: NOON - 2 * HOUR }),
    );
    expect(inventory.newestEventAt).toBe(NOON - HOUR);
  });

  test('a run that Enterprise Manager has lost can be dropped', () => {
    const run = runningRun();
    const inventory = inventoryWith(run);
    inventory.dropRun(guid(1), run.id);
    expect(inventory.runsOf(guid(1))).toHaveLength(0);
    expect(inventory.unfinished()).toEqual([]);
  });
});

describe('silence', () => {
  const daily = Array.from({ length: 20 }, (_, day) => sampleRun({ createdAt: NOON - (6 + day) * DAY }));
  const weekly = Array.from({ length: 4 }, (_, week) => sampleRun({ createdAt: NOON - (6 + 7 * week) * DAY }));

  test.each([
    { what: 'daily runs', runs: daily, isSilent: true },
    {
      what: 'daily runs and one that hangs',
      runs: [...daily, runningRun({ createdAt: NOON - 90 * DAY })],
      isSilent: true,
    },
    { what: 'daily runs and an old one', runs: [...daily, sampleRun({ createdAt: NOON - 60 * DAY })], isSilent: true },
    { what: 'daily runs after a pause', runs: [...daily, sampleRun({ createdAt: NOON - 35 * DAY })], isSilent: true },
    {
      what: 'runs of a week of days',
      runs: [...daily.slice(0, 7), sampleRun({ createdAt: NOON - 30 * DAY })],
      isSilent: true,
    },
    { what: 'weekly runs', runs: weekly, isSilent: false },
    {
      what: 'a run every other week',
      runs: [6, 20, 34].map((day) => sampleRun({ createdAt: NOON - day * DAY })),
      isSilent: false,
    },
  ])('six days without a run after $what', ({ runs, isSilent }) => {
    const inventory = new Inventory(
      () => undefined,
      () => NOON,
    );
    inventory.takeJobs([sampleJob()]);
    inventory.takeRuns(runs);
    const ended = Math.max(...runs.map(({ createdAt, endedAt }) => endedAt ?? createdAt));
    expect(inventory.silentSince(NOON)).toBe(isSilent ? ended : null);
  });
});

describe('jobs', () => {
  test('a job vanishes after two complete lists without it, not after one', () => {
    const [stays, goes] = [sampleJob(), sampleJob({ id: guid(2) })];
    const inventory = new Inventory();
    inventory.takeJobs([stays, goes]);
    inventory.takeJobs([stays]);
    expect(inventory.jobs()).toHaveLength(2);
    inventory.takeJobs([stays]);
    expect(inventory.jobs()).toEqual([stays]);
  });

  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => sampleJob({ id: guid(from + at) }));

  test.each([
    { what: 'five by one that is new', before: many(1, 5), after: many(50, 1), hours: 24 },
    { what: 'five by five others', before: many(1, 5), after: many(11, 5), hours: 24 },
    { what: 'a hundred by a hundred others', before: many(1, 100), after: many(501, 100), hours: 24 },
    { what: 'five by none', before: many(1, 5), after: [], hours: 24 },
    { what: 'the only one by none', before: many(1, 1), after: [], hours: 24 },
    { what: 'five by one of them', before: many(1, 5), after: many(1, 1), hours: 1 },
    {
      what: 'five by one of them and nine others',
      before: many(1, 5),
      after: [...many(1, 1), ...many(11, 9)],
      hours: 1,
    },
  ])('those replaced at once stay, then the list is believed: $what', ({ before, after, hours }) => {
    let now = NOON;
    const inventory = new Inventory(
      () => undefined,
      () => now,
    );
    inventory.takeJobs(before);
    const listed = new Set(after.map(({ id }) => id));
    const lost = before.filter(({ id }) => !listed.has(id));
    for (const at of [0, 0.1, 0.5, 0.99]) {
      now = NOON + at * hours * HOUR;
      expect(inventory.takeJobs(after)).toMatchObject({ vanished: lost.length, missing: 0 });
      expect(inventory.jobCount).toBe(lost.length + after.length);
    }
    now = NOON + hours * HOUR;
    inventory.takeJobs(after);
    inventory.takeJobs(after);
    expect(inventory.jobCount).toBe(after.length);
  });

  test('two of three that vanish may well have been deleted', () => {
    const inventory = new Inventory();
    inventory.takeJobs(many(1, 3));
    for (let list = 0; list < 2; list += 1) expect(inventory.takeJobs(many(1, 1)).vanished).toBe(0);
    expect(inventory.jobCount).toBe(1);
  });

  test('a job that comes back between two lists stays, with its runs', () => {
    const inventory = inventoryWith(sampleRun());
    inventory.takeJobs([]);
    inventory.takeJobs([sampleJob()]);
    inventory.takeJobs([]);
    expect(inventory.jobs()).toHaveLength(1);
    expect(inventory.runsOf(guid(1))).toHaveLength(1);
  });

  test('a job that changes its name changes it here', () => {
    const inventory = inventoryWith();
    inventory.takeJobs([sampleJob({ name: 'New name' })]);
    expect(inventory.job(guid(1))?.name).toBe('New name');
  });

  test('a run of an unknown job requests the list once; runs of deleted jobs do not request it again', () => {
    const inventory = inventoryWith();
    const stranger = sampleRun({ jobId: guid(2) });
    expect(inventory.takeRuns([stranger]).unknownJob).toBe(true);
    inventory.takeJobs([sampleJob()]);
    expect(inventory.takeRuns([stranger]).unknownJob).toBe(false);
    expect(inventory.runsOf(guid(2))).toHaveLength(0);
  });

  test('runs that a deleted job left behind do not ask for the list again, however many lists come', () => {
    const inventory = inventoryWith();
    const stranger = sampleRun({ jobId: guid(2) });
    inventory.takeRuns([stranger]);
    for (let list = 1; list <= 3; list += 1) {
      inventory.takeJobs([sampleJob()]);
      expect(inventory.takeRuns([stranger]).unknownJob).toBe(false);
    }
  });

  test('a deleted job that is listed again has its runs again; one without further runs is forgotten', () => {
    const inventory = inventoryWith();
    const stranger = sampleRun({ jobId: guid(2) });
    inventory.takeRuns([stranger]);
    inventory.takeJobs([sampleJob()]);
    inventory.takeJobs([sampleJob(), sampleJob({ id: guid(2) })]);
    inventory.takeRuns([stranger]);
    expect(inventory.runsOf(guid(2))).toHaveLength(1);
    inventory.takeJobs([sampleJob()]);
    inventory.takeJobs([sampleJob()]);
    expect(inventory.takeRuns([stranger]).unknownJob).toBe(false);
    inventory.forgetBefore(stranger.createdAt + DAY);
    expect(inventory.takeRuns([stranger]).unknownJob).toBe(true);
  });

  test('a follower drops what the leader drops, runs of unknown jobs included', () => {
    const received = new Inventory();
    const inventory = new Inventory((change) =>
      applyChange(change, received, new MachineResults(noMachines, { now: () => NOON })),
    );
    inventory.takeJobs([sampleJob(), sampleJob({ id: guid(3) })]);
    inventory.takeRuns([sampleRun(), sampleRun({ jobId: guid(2) }), runningRun({ jobId: guid(3) })]);
    expect(received.runsOf(guid(2))).toHaveLength(1);
    inventory.takeJobs([sampleJob()]);
    inventory.takeJobs([sampleJob()]);
    expect([received.runsOf(guid(1)).length, received.runsOf(guid(2)).length, received.runsOf(guid(3)).length]).toEqual(
      [1, 0, 0],
    );
    expect(received.unfinished()).toEqual([]);
  });

  test('a list that holds the unknown job keeps the run seen before it', () => {
    const inventory = inventoryWith();
    inventory.takeRuns([sampleRun({ jobId: guid(2) })]);
    const { added } = inventory.takeJobs([sampleJob(), sampleJob({ id: guid(2) })]);
    expect(added.map(({ id }) => id)).toEqual([guid(2)]);
    expect(inventory.runsOf(guid(2))).toHaveLength(1);
  });
});
