import { type AgentJob, EmError, type EnterpriseManager, type Run, type RunFilter } from '@retry-desk/em-client';
import { describe, expect, test } from 'vitest';
import { DAY, guid, HOUR, MINUTE, NOON, runningRun, sampleJob, sampleRun } from '../../tests/board-samples.ts';
import { EmReader, type EmReads } from './em-reader.ts';
import { Estate } from './estate.ts';
import { MachineResults } from './machine-results.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** An Enterprise Manager on paper: what it holds, and what it was asked. Real ones are met in tests/board*.test.ts. */
function paper(jobs: AgentJob[], runs: Run[]) {
  const asked: RunFilter[] = [];
  const fits = (run: Run, filter: RunFilter) =>
    (filter.jobId === undefined || run.jobId === filter.jobId) &&
    run.createdAt >= (filter.createdSince ?? -FOREVER) &&
    run.createdAt < (filter.createdBefore ?? FOREVER) &&
    (filter.endedSince === undefined || (run.endedAt ?? -FOREVER) >= filter.endedSince) &&
    (filter.unfinished !== true || run.endedAt === null);
  const em: EmReads & Pick<EnterpriseManager, 'machineResultsOf'> = {
    agentJobs: async () => [...jobs],
    async runs(filter) {
      asked.push(filter);
      const found = runs.filter((run) => fits(run, filter)).sort((a, b) => b.createdAt - a.createdAt);
      return found.slice(0, filter.limit);
    },
    async run(id) {
      const run = runs.find((each) => each.id === id);
      if (run) return run;
      throw new EmError('unknown', { kind: 'refused', status: 404, call: 'GET', hint: '', mayHaveHappened: false });
    },
    machineResultsOf: async (ids) => new Map(ids.map((id) => [id, []])),
  };
  const estate = new Estate();
  const machines = new MachineResults(em, { now: () => NOON });
  const reader = new EmReader({ em, estate, machines });
  return { jobs, runs, asked, estate, reader };
}

const manyJobs = (count: number) => Array.from({ length: count }, (_, at) => sampleJob({ id: guid(at + 1) }));

describe('the first read', () => {
  test('looks further back for jobs that have not run lately', async () => {
    const jobs = manyJobs(30);
    const runs = jobs.map(({ id }) => sampleRun({ jobId: id, createdAt: NOON - 6 * DAY, result: 'failed' }));
    runs.push(sampleRun({ jobId: guid(1), createdAt: NOON - HOUR }));
    const { reader, estate } = paper(jobs, runs);
    await reader.first(NOON);
    expect(jobs.every(({ id }) => estate.runsOf(id).length > 0)).toBe(true);
    expect(estate.runsOf(guid(1))[0]?.result).toBe('success');
  });

  test('asks one by one for the few that run seldom, and for no more than it needs', async () => {
    const jobs = manyJobs(30);
    const runs = jobs.slice(2).map(({ id }) => sampleRun({ jobId: id, createdAt: NOON - HOUR }));
    runs.push(sampleRun({ jobId: guid(1), createdAt: NOON - 20 * DAY, result: 'failed' }));
    const { reader, estate, asked } = paper(jobs, runs);
    await reader.first(NOON);
    expect(estate.runsOf(guid(1))[0]?.result).toBe('failed');
    expect(estate.runsOf(guid(2))).toEqual([]);
    expect(asked.filter(({ jobId }) => jobId !== undefined)).toHaveLength(2);
    expect(asked.filter(({ createdSince }) => createdSince !== undefined)).toHaveLength(1);
  });

  test('finds a run that has been going on for days', async () => {
    const run = runningRun({ createdAt: NOON - 3 * DAY });
    const { reader, estate } = paper([sampleJob()], [run]);
    await reader.first(NOON);
    expect(estate.unfinished()).toEqual([{ jobId: guid(1), runId: run.id }]);
  });
});

describe('the news', () => {
  test('count from the newest event of Enterprise Manager, not from our clock', async () => {
    const world = paper([sampleJob()], [sampleRun({ createdAt: NOON - 400 * DAY })]);
    await world.reader.first(NOON);
    world.runs.push(sampleRun({ createdAt: NOON - 399 * DAY, result: 'failed' }));
    await world.reader.news(NOON, NOON);
    expect(world.estate.runsOf(guid(1))[0]?.result).toBe('failed');
  });

  test('are not lost behind one run from the future', async () => {
    const world = paper(
      [sampleJob(), sampleJob({ id: guid(2) })],
      [sampleRun({ createdAt: NOON - HOUR }), sampleRun({ jobId: guid(2), createdAt: NOON + 900 * DAY })],
    );
    await world.reader.first(NOON);
    world.runs.push(sampleRun({ createdAt: NOON + MINUTE, result: 'failed' }));
    await world.reader.news(NOON + 2 * MINUTE, NOON);
    expect(world.estate.runsOf(guid(1))[0]?.result).toBe('failed');
  });

  test('hold the end of a run that began long ago', async () => {
    const run = runningRun({ createdAt: NOON - 2 * DAY });
    const world = paper([sampleJob()], [run]);
    await world.reader.first(NOON);
    world.runs[0] = { ...run, state: 'stopped', endedAt: NOON, result: 'failed' };
    await world.reader.news(NOON, NOON);
    expect(world.estate.runsOf(guid(1))[0]?.result).toBe('failed');
  });

  test('ask for a run by itself that is neither running nor lately ended, and drop one that is gone', async () => {
    const [ended, gone] = [runningRun({ createdAt: NOON - DAY }), runningRun({ createdAt: NOON - 2 * DAY })];
    const newer = sampleRun({ jobId: guid(2), createdAt: NOON });
    const world = paper([sampleJob(), sampleJob({ id: guid(2) })], [ended, gone, newer]);
    await world.reader.first(NOON);
    world.runs.splice(0, 2, { ...ended, state: 'stopped', endedAt: NOON - 5 * HOUR, result: 'failed' });
    await world.reader.news(NOON, NOON);
    expect(world.estate.runsOf(guid(1)).map(({ result }) => result)).toEqual(['failed']);
    expect(world.estate.unfinished()).toEqual([]);
  });
});

describe('jobs', () => {
  test('a new one comes with its whole history', async () => {
    const world = paper([sampleJob()], [sampleRun()]);
    await world.reader.first(NOON);
    world.jobs.push(sampleJob({ id: guid(2) }));
    world.runs.push(sampleRun({ jobId: guid(2), createdAt: NOON - 20 * DAY, result: 'failed' }));
    await world.reader.jobs(NOON);
    expect(world.estate.runsOf(guid(2))).toHaveLength(1);
  });

  test('many new ones at once are found by the widest window', async () => {
    const world = paper([sampleJob()], [sampleRun()]);
    await world.reader.first(NOON);
    await world.reader.wider(NOON, NOON, FOREVER);
    for (let number = 2; number < 60; number += 1) {
      world.jobs.push(sampleJob({ id: guid(number) }));
      world.runs.push(sampleRun({ jobId: guid(number), createdAt: NOON - 20 * DAY }));
    }
    await world.reader.jobs(NOON);
    expect(world.estate.runsOf(guid(2))).toEqual([]);
    await world.reader.wider(NOON, NOON, FOREVER);
    expect(world.estate.runsOf(guid(2))).toHaveLength(1);
  });

  test('their list is read on a beat by its length, and at once when an unknown job has run', async () => {
    const world = paper(manyJobs(2_000), [sampleRun()]);
    await world.reader.first(NOON);
    expect(world.reader.jobsDue(NOON + MINUTE)).toBe(false);
    expect(world.reader.jobsDue(NOON + 2 * MINUTE)).toBe(true);
    world.runs.push(sampleRun({ jobId: guid(9_000), createdAt: NOON }));
    await world.reader.news(NOON, NOON);
    expect(world.reader.jobsDue(NOON)).toBe(true);
  });
});

describe('wider windows', () => {
  const jobs = manyJobs(4_000);
  const monthly = [30, 20, 10, 1].map((days) => sampleRun({ createdAt: NOON - days * DAY }));

  test('are read slice by slice to the end, each run in one slice', async () => {
    const { reader, estate, asked } = paper(jobs, monthly);
    await reader.first(NOON);
    asked.length = 0;
    await reader.wider(NOON, NOON, FOREVER);
    expect(estate.runsOf(guid(1))).toHaveLength(4);
    expect(reader.behind).toBe(false);
    expect(asked.length).toBeGreaterThan(10);
    for (const [at, filter] of asked.entries()) {
      if (at > 0) expect(filter.createdBefore).toBe(asked[at - 1]?.createdSince);
    }
  });

  test('go on where they stopped when their time is up', async () => {
    const { reader, asked, estate } = paper(jobs, monthly);
    await reader.first(NOON);
    asked.length = 0;
    let calls = 0;
    do {
      await reader.wider(NOON, NOON, 0.001);
      calls += 1;
    } while (reader.behind && calls < 5_000);
    expect(calls).toBeGreaterThan(3);
    expect(new Set(asked.map(({ createdSince }) => createdSince)).size).toBe(asked.length);
    expect(estate.runsOf(guid(1))).toHaveLength(4);
  });

  test('find a run that was collected hours late', async () => {
    const world = paper([sampleJob()], [sampleRun({ createdAt: NOON - DAY, endedAt: NOON - DAY + MINUTE })]);
    await world.reader.first(NOON);
    await world.reader.wider(NOON, NOON, FOREVER);
    world.runs.push(sampleRun({ createdAt: NOON - 5 * HOUR, endedAt: NOON - 4 * HOUR, result: 'failed' }));
    world.runs.push(sampleRun({ createdAt: NOON - 25 * HOUR }));
    const later = NOON + 16 * MINUTE;
    await world.reader.news(later, later);
    await world.reader.wider(later, later, FOREVER);
    expect(world.estate.runsOf(guid(1)).map(({ result }) => result)).toContain('failed');
  });
});
