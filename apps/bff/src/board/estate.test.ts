import { describe, expect, test } from 'vitest';
import { DAY, guid, HOUR, NOON, runningRun, sampleJob, sampleRun } from '../../tests/board-samples.ts';
import { applyChange } from './change.ts';
import { Estate, HISTORY_MS } from './estate.ts';
import { MachineResults } from './machine-results.ts';

const noMachines = { machineResultsOf: async () => new Map(), machineResults: async () => null };

function estateWith(...runs: ReturnType<typeof sampleRun>[]): Estate {
  const estate = new Estate();
  estate.takeJobs([sampleJob()]);
  estate.takeRuns(runs);
  return estate;
}

describe('runs', () => {
  test('stay newest first in whatever order they arrive', () => {
    const [old, middle, young] = [3, 2, 1].map((days) => sampleRun({ createdAt: NOON - days * DAY }));
    if (!old || !middle || !young) throw new Error('three runs');
    const estate = estateWith(middle, young, old);
    expect([...estate.runsOf(guid(1))].map(({ id }) => id)).toEqual([young.id, middle.id, old.id]);
  });

  test('an attempt that began in the same moment as its first run is the newer one', () => {
    const first = sampleRun({ createdAt: NOON, result: 'failed' });
    const attempt = sampleRun({ createdAt: NOON, isRetry: true });
    expect(estateWith(attempt, first).runsOf(guid(1)).at(0)?.id).toBe(attempt.id);
    expect(estateWith(first, attempt).runsOf(guid(1)).at(0)?.id).toBe(attempt.id);
  });

  test('a run read twice is there once, with what was read last', () => {
    const run = runningRun();
    const estate = estateWith(run, { ...run, progress: 80 });
    expect(estate.runsOf(guid(1))).toHaveLength(1);
    expect(estate.runsOf(guid(1)).at(0)?.progress).toBe(80);
  });

  test('an answer that was read before the end does not bring a run back to life', () => {
    const run = runningRun();
    const ended = { ...run, state: 'stopped' as const, endedAt: NOON, result: 'failed' as const };
    const estate = estateWith(run, ended);
    estate.takeRuns([run]);
    expect(estate.runsOf(guid(1)).at(0)?.result).toBe('failed');
    expect(estate.unfinished()).toEqual([]);
  });

  test('reading the same again changes nothing', () => {
    const run = runningRun();
    const estate = estateWith(run);
    const before = estate.version;
    estate.takeRuns([{ ...run }]);
    estate.takeJobs([sampleJob()]);
    expect(estate.version).toBe(before);
    estate.takeRuns([{ ...run, progress: 43 }]);
    expect(estate.version).toBeGreaterThan(before);
  });

  test('those older than the history are let go, unless they still run', () => {
    const old = sampleRun({ createdAt: NOON - HISTORY_MS - HOUR });
    const oldButRunning = runningRun({ createdAt: NOON - HISTORY_MS - DAY });
    const estate = estateWith(old, oldButRunning, sampleRun());
    estate.forgetBefore(NOON - HISTORY_MS);
    expect(estate.runsOf(guid(1))).toHaveLength(2);
    expect(estate.unfinished()).toEqual([{ jobId: guid(1), runId: oldButRunning.id }]);
  });

  test('a job that has not run since keeps the run that decides what it came to, however old', () => {
    const failed = sampleRun({ createdAt: NOON - HISTORY_MS - 9 * DAY, result: 'failed' });
    const before = sampleRun({ createdAt: NOON - HISTORY_MS - 10 * DAY });
    const estate = estateWith(failed, before);
    estate.forgetBefore(NOON - HISTORY_MS);
    expect([...estate.runsOf(guid(1))].map(({ id }) => id)).toEqual([failed.id]);
    const running = runningRun();
    estate.takeRuns([running]);
    estate.forgetBefore(NOON - HISTORY_MS);
    expect([...estate.runsOf(guid(1))].map(({ id }) => id)).toEqual([running.id, failed.id]);
  });

  test('the youngest start or end is how far Enterprise Manager reaches', () => {
    expect(new Estate().newestEventAt).toBeNull();
    const estate = estateWith(
      sampleRun({ createdAt: NOON - DAY, endedAt: NOON - HOUR }),
      runningRun({ createdAt: NOON - 2 * HOUR }),
    );
    expect(estate.newestEventAt).toBe(NOON - HOUR);
  });

  test('a run that Enterprise Manager has lost can be dropped', () => {
    const run = runningRun();
    const estate = estateWith(run);
    estate.dropRun(guid(1), run.id);
    expect(estate.runsOf(guid(1))).toHaveLength(0);
    expect(estate.unfinished()).toEqual([]);
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
    const estate = new Estate(
      () => undefined,
      () => NOON,
    );
    estate.takeJobs([sampleJob()]);
    estate.takeRuns(runs);
    const ended = Math.max(...runs.map(({ createdAt, endedAt }) => endedAt ?? createdAt));
    expect(estate.silentSince(NOON)).toBe(isSilent ? ended : null);
  });
});

describe('jobs', () => {
  test('a job vanishes after two complete lists without it, not after one', () => {
    const [stays, goes] = [sampleJob(), sampleJob({ id: guid(2) })];
    const estate = new Estate();
    estate.takeJobs([stays, goes]);
    estate.takeJobs([stays]);
    expect(estate.jobs()).toHaveLength(2);
    estate.takeJobs([stays]);
    expect(estate.jobs()).toEqual([stays]);
  });

  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => sampleJob({ id: guid(from + at) }));

  test.each([
    { what: 'five by one that nobody knew', before: many(1, 5), after: many(50, 1), hours: 24 },
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
    const estate = new Estate(
      () => undefined,
      () => now,
    );
    estate.takeJobs(before);
    const listed = new Set(after.map(({ id }) => id));
    const lost = before.filter(({ id }) => !listed.has(id));
    for (const at of [0, 0.1, 0.5, 0.99]) {
      now = NOON + at * hours * HOUR;
      expect(estate.takeJobs(after)).toMatchObject({ vanished: lost.length, missing: 0 });
      expect(estate.jobCount).toBe(lost.length + after.length);
    }
    now = NOON + hours * HOUR;
    estate.takeJobs(after);
    estate.takeJobs(after);
    expect(estate.jobCount).toBe(after.length);
  });

  test('two of three that vanish may well have been deleted', () => {
    const estate = new Estate();
    estate.takeJobs(many(1, 3));
    for (let list = 0; list < 2; list += 1) expect(estate.takeJobs(many(1, 1)).vanished).toBe(0);
    expect(estate.jobCount).toBe(1);
  });

  test('a job that comes back between two lists stays, with its runs', () => {
    const estate = estateWith(sampleRun());
    estate.takeJobs([]);
    estate.takeJobs([sampleJob()]);
    estate.takeJobs([]);
    expect(estate.jobs()).toHaveLength(1);
    expect(estate.runsOf(guid(1))).toHaveLength(1);
  });

  test('a job that changes its name changes it here', () => {
    const estate = estateWith();
    estate.takeJobs([sampleJob({ name: 'New name' })]);
    expect(estate.job(guid(1))?.name).toBe('New name');
  });

  test('a run of an unknown job asks for the list once; left-behind runs of deleted jobs do not ask again', () => {
    const estate = estateWith();
    const stranger = sampleRun({ jobId: guid(2) });
    expect(estate.takeRuns([stranger]).unknownJob).toBe(true);
    estate.takeJobs([sampleJob()]);
    expect(estate.takeRuns([stranger]).unknownJob).toBe(false);
    expect(estate.runsOf(guid(2))).toHaveLength(0);
  });

  test('runs that a deleted job left behind do not ask for the list again, however many lists come', () => {
    const estate = estateWith();
    const stranger = sampleRun({ jobId: guid(2) });
    estate.takeRuns([stranger]);
    for (let list = 1; list <= 3; list += 1) {
      estate.takeJobs([sampleJob()]);
      expect(estate.takeRuns([stranger]).unknownJob).toBe(false);
    }
  });

  test('a deleted job that is listed again has its runs again; one that nobody speaks of is forgotten', () => {
    const estate = estateWith();
    const stranger = sampleRun({ jobId: guid(2) });
    estate.takeRuns([stranger]);
    estate.takeJobs([sampleJob()]);
    estate.takeJobs([sampleJob(), sampleJob({ id: guid(2) })]);
    estate.takeRuns([stranger]);
    expect(estate.runsOf(guid(2))).toHaveLength(1);
    estate.takeJobs([sampleJob()]);
    estate.takeJobs([sampleJob()]);
    expect(estate.takeRuns([stranger]).unknownJob).toBe(false);
    estate.forgetBefore(stranger.createdAt + DAY);
    expect(estate.takeRuns([stranger]).unknownJob).toBe(true);
  });

  test('what one process lets go, runs of unknown jobs included, another one that hears of it lets go too', () => {
    const heard = new Estate();
    const estate = new Estate((change) =>
      applyChange(change, heard, new MachineResults(noMachines, { now: () => NOON })),
    );
    estate.takeJobs([sampleJob(), sampleJob({ id: guid(3) })]);
    estate.takeRuns([sampleRun(), sampleRun({ jobId: guid(2) }), runningRun({ jobId: guid(3) })]);
    expect(heard.runsOf(guid(2))).toHaveLength(1);
    estate.takeJobs([sampleJob()]);
    estate.takeJobs([sampleJob()]);
    expect([heard.runsOf(guid(1)).length, heard.runsOf(guid(2)).length, heard.runsOf(guid(3)).length]).toEqual([
      1, 0, 0,
    ]);
    expect(heard.unfinished()).toEqual([]);
  });

  test('a list that holds the unknown job keeps the run seen before it', () => {
    const estate = estateWith();
    estate.takeRuns([sampleRun({ jobId: guid(2) })]);
    const { added } = estate.takeJobs([sampleJob(), sampleJob({ id: guid(2) })]);
    expect(added.map(({ id }) => id)).toEqual([guid(2)]);
    expect(estate.runsOf(guid(2))).toHaveLength(1);
  });
});
