import { EmError, type Run } from '@retry-desk/em-client';
import { describe, expect, test } from 'vitest';
import { DAY, guid, HOUR, MINUTE, NOON, runningRun, sampleJob, sampleRun } from '../../../tests/board-samples.ts';
import { manyJobs, paper, refusal } from '../../../tests/paper-em.ts';

const FOREVER = Number.POSITIVE_INFINITY;

describe('the delta', () => {
  test('count from the newest event of Enterprise Manager, not from our clock', async () => {
    const world = paper([sampleJob()], [sampleRun({ createdAt: NOON - 400 * DAY })]);
    await world.reader.initialLoad(NOON);
    world.runs.push(sampleRun({ createdAt: NOON - 399 * DAY, result: 'failed' }));
    await world.reader.delta(NOON, NOON);
    expect(world.inventory.runsOf(guid(1)).at(0)?.result).toBe('failed');
  });

  test('are not lost behind one run from the future', async () => {
    const world = paper(
      [sampleJob(), sampleJob({ id: guid(2) })],
      [sampleRun({ createdAt: NOON - HOUR }), sampleRun({ jobId: guid(2), createdAt: NOON + 900 * DAY })],
    );
    await world.reader.initialLoad(NOON);
    world.runs.push(sampleRun({ createdAt: NOON + MINUTE, result: 'failed' }));
    await world.reader.delta(NOON + 2 * MINUTE, NOON);
    expect(world.inventory.runsOf(guid(1)).at(0)?.result).toBe('failed');
  });

  /** A job with these runs beside another one that ran a minute ago. */
  const beside = (runs: Run[]) =>
    paper(
      [sampleJob(), sampleJob({ id: guid(2) })],
      [...runs, sampleRun({ jobId: guid(2), createdAt: NOON - MINUTE, endedAt: NOON - MINUTE })],
    );
  const newest = ({ inventory }: ReturnType<typeof paper>) => inventory.runsOf(guid(1)).at(0);

  test('holds the end of a run that began long ago', async () => {
    const run = runningRun({ createdAt: NOON - 2 * DAY });
    const world = beside([run]);
    await world.reader.initialLoad(NOON);
    world.runs[0] = { ...run, state: 'stopped', endedAt: NOON - 5 * MINUTE, result: 'failed' };
    await world.reader.delta(NOON, NOON);
    expect(newest(world)?.result).toBe('failed');
  });

  test('holds an ended run without an end date', async () => {
    const world = beside([]);
    await world.reader.initialLoad(NOON);
    world.runs.push(sampleRun({ createdAt: NOON - 5 * MINUTE, endedAt: null, result: 'failed' }));
    await world.reader.delta(NOON, NOON);
    expect(newest(world)?.result).toBe('failed');
  });

  test('holds a run that began and ended a little before the newest event, and was listed after it', async () => {
    const jobs = [sampleJob(), sampleJob({ id: guid(2) })];
    const world = paper(jobs, [sampleRun({ jobId: guid(2), createdAt: NOON - MINUTE, endedAt: NOON - MINUTE })]);
    await world.reader.initialLoad(NOON);
    world.runs.push(sampleRun({ createdAt: NOON - 10 * MINUTE, endedAt: NOON - 9 * MINUTE, result: 'failed' }));
    await world.reader.delta(NOON, NOON);
    expect(world.inventory.runsOf(guid(1)).at(0)?.result).toBe('failed');
  });

  test('hold how far a run has come, and one in progress that was created long ago', async () => {
    const [run, other] = [runningRun({ createdAt: NOON - DAY }), runningRun({ createdAt: NOON - DAY, progress: 7 })];
    const world = beside([run]);
    await world.reader.initialLoad(NOON);
    world.runs.splice(0, 1, { ...run, progress: 80 }, other);
    await world.reader.delta(NOON, NOON);
    expect([...world.inventory.runsOf(guid(1))].map(({ progress }) => progress)).toEqual(
      expect.arrayContaining([80, 7]),
    );
  });

  test('are counted while nothing happens, and read when the number is another or a result is still to come', async () => {
    const world = paper([sampleJob()], [sampleRun({ createdAt: NOON - 5 * MINUTE, endedAt: NOON - MINUTE })]);
    const reads = async () => {
      world.asked.length = 0;
      await world.poll();
      return world.asked.filter(({ unfinished }) => unfinished !== true).length;
    };
    for (let poll = 0; poll < 2; poll += 1) await world.poll();
    expect([await reads(), await reads()]).toEqual([0, 0]);
    world.runs.push(sampleRun({ createdAt: NOON - 6 * MINUTE, endedAt: NOON - 2 * MINUTE, result: 'none' }));
    expect(await reads()).toBe(2);
    expect(await reads()).toBe(2);
    Object.assign(world.runs[1] ?? {}, { result: 'failed' });
    expect(await reads()).toBe(2);
    expect([...world.inventory.runsOf(guid(1))].map(({ result }) => result)).toEqual(['success', 'failed']);
    expect(await reads()).toBe(0);
  });

  test('that could not be taken are read again: a number is remembered with what was read', async () => {
    let fails = false;
    const world = paper([sampleJob()], [sampleRun({ createdAt: NOON - 5 * MINUTE, endedAt: NOON - MINUTE })], {
      fault: (_call, { unfinished }) => (fails && unfinished ? refusal(500) : undefined),
    });
    for (let poll = 0; poll < 4; poll += 1) await world.poll();
    fails = true;
    world.runs.push(sampleRun({ createdAt: NOON - 6 * MINUTE, endedAt: NOON - 2 * MINUTE, result: 'failed' }));
    await expect(world.poll()).rejects.toThrow('em refuses');
    fails = false;
    await world.poll();
    expect(world.inventory.runsOf(guid(1))).toHaveLength(2);
  });
});

describe('a run that Enterprise Manager has fallen silent about', () => {
  function unlisted(options: Parameters<typeof paper>[2] = {}) {
    const run = runningRun({ createdAt: NOON - DAY });
    const newer = sampleRun({ jobId: guid(2), createdAt: NOON - HOUR });
    const world = paper([sampleJob(), sampleJob({ id: guid(2) })], [run, newer], options);
    const ended: Run = { ...run, state: 'stopped', endedAt: NOON - 5 * HOUR, result: 'failed' };
    return { world, run, ended, results: () => [...world.inventory.runsOf(guid(1))].map(({ result }) => result) };
  }

  test('is requested by itself, as it is neither running nor lately ended', async () => {
    const { world, ended, results } = unlisted();
    await world.poll();
    world.runs[0] = ended;
    expect(await world.poll()).toBeNull();
    expect(results()).toEqual(['failed']);
    expect(world.inventory.unfinished()).toEqual([]);
  });

  test.each([400, 404, 410, 500, 503])('is dropped when it is gone, also where the answer is %d', async (status) => {
    const { world, results } = unlisted({ fault: (call) => (call === 'run' ? refusal(status) : undefined) });
    await world.poll();
    world.runs.shift();
    expect(await world.poll()).toBeNull();
    expect(results()).toEqual([]);
    expect(world.inventory.unfinished()).toEqual([]);
  });

  test('is found by its time where its own address is refused', async () => {
    const { world, ended, results } = unlisted({ fault: (call) => (call === 'run' ? refusal(500) : undefined) });
    await world.poll();
    world.runs[0] = ended;
    expect(await world.poll()).toBeNull();
    expect(results()).toEqual(['failed']);
  });

  test('delays no poll while it cannot be read, nor other reads', async () => {
    const timeout = new EmError({
      kind: 'timeout',
      host: 'em',
      problem: 'is late',
      call: 'GET',
      hint: '',
      mayHaveHappened: false,
    });
    const { world, results } = unlisted({ fault: (call) => (call === 'run' ? timeout : undefined) });
    await world.poll();
    world.runs[0] = sampleRun({ jobId: guid(2), createdAt: NOON, result: 'failed' });
    world.runs.push(sampleRun({ createdAt: NOON - 90 * MINUTE }));
    world.jobs.push(sampleJob({ id: guid(3) }));
    for (let poll = 1; poll <= 7; poll += 1) expect(await world.poll()).toBe(timeout);
    expect(world.inventory.runsOf(guid(2)).at(0)?.result).toBe('failed');
    expect(world.inventory.job(guid(3))).toBeDefined();
    expect(results()).toEqual(['success', 'none']);
  });
});

describe('jobs', () => {
  test('a new one comes with all its runs', async () => {
    const world = paper([sampleJob()], [sampleRun()]);
    await world.reader.initialLoad(NOON);
    world.jobs.push(sampleJob({ id: guid(2) }));
    world.runs.push(sampleRun({ jobId: guid(2), createdAt: NOON - 20 * DAY, result: 'failed' }));
    await world.reader.jobs(NOON);
    expect(world.inventory.runsOf(guid(2))).toHaveLength(1);
  });

  test('the runs of a new one are requested until they have been read', async () => {
    let fails = false;
    const world = paper([sampleJob(), sampleJob({ id: guid(2) })], [sampleRun()], {
      fault: (_call, { jobId }) => (fails && jobId === guid(3) ? refusal(500) : undefined),
    });
    await world.poll();
    world.jobs.push(sampleJob({ id: guid(3) }), sampleJob({ id: guid(4) }));
    for (const id of [guid(3), guid(4)])
      world.runs.push(sampleRun({ jobId: id, createdAt: NOON - 3 * DAY, result: 'failed' }));
    fails = true;
    expect(await world.poll(2 * MINUTE)).toMatchObject({ status: 500 });
    expect(await world.poll()).toMatchObject({ status: 500 });
    expect(world.inventory.runsOf(guid(4))).toHaveLength(1);
    fails = false;
    expect(await world.poll()).toBeNull();
    expect(world.inventory.runsOf(guid(3)).at(0)?.result).toBe('failed');
  });

  test('one that is deleted before its runs could be read is not requested any more', async () => {
    const world = paper([sampleJob()], [sampleRun()], {
      fault: (_call, { jobId }) => (jobId === guid(2) ? refusal(404) : undefined),
    });
    await world.poll();
    world.jobs.push(sampleJob({ id: guid(2) }));
    await world.poll(2 * MINUTE);
    expect(await world.poll()).toMatchObject({ status: 404 });
    world.jobs.pop();
    await world.pollUntil(() => world.inventory.jobCount === 1, 5);
    expect(world.inventory.jobCount).toBe(1);
    expect(await world.poll()).toBeNull();
  });

  test('many new ones at once are found by reading everything again', async () => {
    const world = paper([sampleJob()], [sampleRun()]);
    await world.reader.initialLoad(NOON);
    await world.reader.backgroundReads(NOON, NOON, FOREVER);
    for (let number = 2; number < 60; number += 1) {
      world.jobs.push(sampleJob({ id: guid(number) }));
      world.runs.push(sampleRun({ jobId: guid(number), createdAt: NOON - 20 * DAY }));
    }
    await world.reader.jobs(NOON);
    expect(world.inventory.runsOf(guid(2))).toHaveLength(0);
    await world.reader.backgroundReads(NOON, NOON, FOREVER);
    expect(world.inventory.runsOf(guid(2))).toHaveLength(1);
  });

  test('a new or deleted one changes their number, and is seen in minutes; without counts the list is read more often', async () => {
    for (const counts of [true, false]) {
      const jobs = manyJobs(10_000);
      const runs = jobs.map(({ id }) => sampleRun({ jobId: id, createdAt: NOON - HOUR }));
      const world = paper(jobs, runs, { counts, still: true });
      await world.poll();
      jobs.pop();
      expect(await world.pollUntil(() => world.inventory.jobCount === 9_999, 30)).toBeLessThanOrEqual(counts ? 4 : 12);
      world.cost.jobs = 0;
      jobs.push(sampleJob({ id: guid(20_000) }));
      expect(await world.pollUntil(() => world.inventory.jobCount === 10_000, 30)).toBeLessThanOrEqual(counts ? 3 : 10);
      expect(world.cost.jobs).toBeLessThan(10_100);
    }
  });

  test('their list is read at an interval by its length, and at once when an unknown job has run', async () => {
    const world = paper(manyJobs(2_000), [sampleRun()]);
    await world.reader.initialLoad(NOON);
    expect(world.reader.jobsDue(NOON + 11 * MINUTE)).toBe(false);
    expect(world.reader.jobsDue(NOON + 12 * MINUTE)).toBe(true);
    world.runs.push(sampleRun({ jobId: guid(9_000), createdAt: NOON }));
    await world.reader.delta(NOON, NOON);
    expect(world.reader.jobsDue(NOON)).toBe(true);
  });
});

describe('the backfill', () => {
  // So many that a slice of 2 000 runs is no whole number of milliseconds.
  const jobs = manyJobs(7_001);
  const monthly = [
    ...[30, 20, 10].map((days) => sampleRun({ createdAt: NOON - days * DAY })),
    ...jobs.map(({ id }) => sampleRun({ jobId: id, createdAt: NOON - HOUR })),
  ];

  test('is read slice by slice to the end, each run in one slice', async () => {
    const { reader, inventory, asked } = paper(jobs, monthly);
    await reader.initialLoad(NOON);
    asked.length = 0;
    await reader.backgroundReads(NOON, NOON, FOREVER);
    expect(inventory.runsOf(guid(1))).toHaveLength(4);
    expect(reader.behind).toBe(false);
    expect(asked.length).toBeGreaterThan(10);
    for (const [at, filter] of asked.entries()) {
      expect(filter.createdSince).toSatisfy(Number.isInteger);
      if (at > 0) expect(filter.createdBefore).toBe(asked[at - 1]?.createdSince);
    }
  });

  test('goes on where it stopped when its time is up', async () => {
    const { reader, asked, inventory } = paper(jobs, monthly);
    await reader.initialLoad(NOON);
    asked.length = 0;
    let calls = 0;
    do {
      await reader.backgroundReads(NOON, NOON, 0.001);
      calls += 1;
    } while (reader.behind && calls < 5_000);
    expect(calls).toBeGreaterThan(3);
    expect(new Set(asked.map(({ createdSince }) => createdSince)).size).toBe(asked.length);
    expect(inventory.runsOf(guid(1))).toHaveLength(4);
  });
});
