import { describe, expect, test } from 'vitest';
import { DAY, guid, HOUR, MINUTE, NOON, sampleRun } from '../../../tests/board-samples.ts';
import { manyJobs, type PaperOptions, paper, refusal } from '../../../tests/paper-em.ts';

/** So many that reading the history again in turn, which finds everything in the end, takes days. */
const MANY = manyJobs(20_000);

/** A desk that has read all of a quiet inventory: of many jobs two have run, once a day at six in the morning. */
async function quiet(options: PaperOptions = {}, jobs = MANY) {
  const runs = Array.from({ length: 31 }, (_, day) => [guid(1), guid(2)].map((jobId) => dawn(jobId, day))).flat();
  const world = paper([...jobs], runs, options);
  for (let poll = 0; poll < 3; poll += 1) await world.poll();
  expect(world.reader.behind).toBe(false);
  return world;
}

function dawn(jobId: string, day: number) {
  return sampleRun({ jobId, createdAt: NOON - day * DAY - 6 * HOUR });
}

/** A run that Enterprise Manager lists only now; `ago` is how long before its newest event it was created. */
function late(ago: number) {
  const createdAt = NOON - 5 * HOUR - ago;
  return sampleRun({ createdAt, endedAt: createdAt + MINUTE, result: 'failed', jobName: 'late' });
}

describe('a run that was collected late', () => {
  test.each([
    ['minutes', 5 * MINUTE, 1],
    ['half an hour', 30 * MINUTE, 2],
    ['an hour and a half', 90 * MINUTE, 2],
    ['hours', 7 * HOUR, 16],
    ['a day', 25 * HOUR, 16],
    ['a night and a day', 27 * HOUR, 64],
    ['a weekend', 3 * DAY, 64],
    ['weeks', 20 * DAY, 64],
  ])('%s after its time is found', async (_what, ago, minutes) => {
    const world = await quiet();
    const run = late(ago);
    world.runs.push(run);
    const isFound = () => world.inventory.runsOf(guid(1)).find(run.id) !== undefined;
    expect(await world.pollUntil(isFound, 90)).toBeLessThanOrEqual(minutes);
  });

  test.each([
    ['half an hour', 30 * MINUTE, 2],
    ['an hour and a half', 90 * MINUTE, 2],
    ['hours', 7 * HOUR, 20],
    ['weeks', 20 * DAY, 26 * 60],
  ])('%s after its time is found on a server without counts', async (_what, ago, minutes) => {
    const world = await quiet({ counts: false });
    const run = late(ago);
    world.runs.push(run);
    const isFound = () => world.inventory.runsOf(guid(1)).find(run.id) !== undefined;
    expect(await world.pollUntil(isFound, 30 * 60, minutes > 60 ? 5 : 1)).toBeLessThanOrEqual(minutes);
  });

  test('is found where another run of that hour was deleted before', async () => {
    const world = await quiet();
    world.runs.splice(
      world.runs.findIndex(({ createdAt }) => createdAt === NOON - 9 * DAY - 6 * HOUR),
      1,
    );
    await world.pollUntil(() => false, 70);
    const run = late(9 * DAY + HOUR - MINUTE);
    world.runs.push(run);
    const isFound = () => world.inventory.runsOf(guid(1)).find(run.id) !== undefined;
    expect(await world.pollUntil(isFound, 90)).toBeLessThanOrEqual(64);
  });

  test('is found in the end where no count shows it, because another one of that hour went at the same time', async () => {
    const world = await quiet({}, manyJobs(40));
    const run = late(12 * DAY + HOUR - MINUTE);
    world.runs.splice(
      world.runs.findIndex(({ createdAt }) => createdAt === NOON - 12 * DAY - 6 * HOUR),
      1,
      run,
    );
    const isFound = () => world.inventory.runsOf(guid(1)).find(run.id) !== undefined;
    expect(await world.pollUntil(isFound, 30)).toBeLessThan(30);
  });

  test('is found during the backfill, and while one of the checks fails', async () => {
    const jobs = manyJobs(5_000);
    const runs = jobs.map(({ id }) => sampleRun({ jobId: id, createdAt: NOON - 6 * HOUR }));
    const world = paper(jobs, runs, {
      fault: (call) => (call === 'agentJobCount' ? refusal(500) : undefined),
    });
    await world.poll(0, 0);
    const run = late(90 * MINUTE);
    world.runs.push(run);
    expect(await world.pollUntil(() => true, 1)).toBe(1);
    while (world.inventory.runsOf(guid(1)).find(run.id) === undefined) {
      expect(world.reader.behind).toBe(true);
      await world.poll(10_000, 0);
    }
  });

  test('does not hide behind a clock of ours that is set back', async () => {
    const world = await quiet();
    await world.poll(2 * MINUTE);
    world.clock.at -= 3 * HOUR;
    const run = late(90 * MINUTE);
    world.runs.push(run);
    const isFound = () => world.inventory.runsOf(guid(1)).find(run.id) !== undefined;
    expect(await world.pollUntil(isFound, 30)).toBeLessThanOrEqual(2);
  });
});

describe('no late arrival', () => {
  /** Ranges read in so many minutes, those left out that are read again in turn: of an hour each, youngest first. */
  async function readIn(world: Awaited<ReturnType<typeof quiet>>, minutes: number) {
    world.asked.length = 0;
    for (let minute = 1; minute <= minutes; minute += 1) expect(await world.poll(MINUTE)).toBeNull();
    let turn = 0;
    const isInTurn = ({ createdBefore }: { createdBefore?: number }) => {
      const isNext = turn === 0 || createdBefore === turn - HOUR;
      if (createdBefore !== undefined && isNext) turn = createdBefore;
      return isNext;
    };
    return world.asked.filter((filter) => filter.createdBefore !== undefined && !isInTurn(filter));
  }

  test('runs that Enterprise Manager has dropped are not searched for', async () => {
    const world = await quiet();
    world.runs.splice(-20);
    expect(await readIn(world, 130)).toEqual([]);
  });

  test('a late arrival that has been read is not searched for again', async () => {
    const world = await quiet();
    await world.pollUntil(() => false, 70);
    const run = late(25 * HOUR);
    world.runs.push(run);
    await world.pollUntil(() => world.inventory.runsOf(guid(1)).find(run.id) !== undefined, 20);
    expect(await readIn(world, 130)).toEqual([]);
    expect(world.inventory.runsOf(guid(1)).find(run.id)).toBeDefined();
  });

  test('runs that a deleted job left behind are not read again and again, nor is the list of jobs', async () => {
    const world = await quiet();
    const [gone] = world.jobs.splice(1, 1);
    await world.pollUntil(() => world.inventory.job(gone?.id ?? '') === undefined, 10);
    world.cost.jobs = 0;
    expect(await readIn(world, 130)).toEqual([]);
    expect(world.cost.jobs).toBeLessThan(3 * MANY.length + 200);
  });

  test('runs that another process has read meanwhile are not read again', async () => {
    const world = await quiet();
    const runs = [0, 1].map((day) => sampleRun({ createdAt: NOON + day * DAY + 6 * HOUR }));
    world.runs.push(...runs);
    world.inventory.takeRuns(runs);
    world.clock.at = NOON + 2 * DAY;
    world.goodAt(world.clock.at);
    expect(await readIn(world, 130)).toEqual([]);
  });
});

/** A quiet hour of polls: at noon, hours after the last run of the night. */
async function hourOf(count: number) {
  const jobs = manyJobs(count);
  const runs = jobs.flatMap(({ id: jobId }, at) =>
    Array.from({ length: 31 }, (_, day) =>
      sampleRun({
        jobId,
        createdAt: NOON - day * DAY - 5 * HOUR - ((at * 7) % 600) * MINUTE,
        endedAt: NOON - day * DAY - 5 * HOUR - ((at * 7) % 600) * MINUTE + 10 * MINUTE,
        result: at % 33 === 0 && day === 0 ? 'failed' : 'success',
      }),
    ),
  );
  const world = paper(jobs, runs, { still: true });
  await world.poll();
  for (let poll = 0; poll * 100 < count; poll += 1) await world.poll(1_000);
  const before = { ...world.cost };
  const most = { requests: 0 };
  const polls = 360;
  for (let poll = 0; poll < polls; poll += 1) {
    const { requests } = world.cost;
    await world.poll();
    most.requests = Math.max(most.requests, world.cost.requests - requests);
  }
  const mean = (of: keyof typeof before) => (world.cost[of] - before[of]) / polls;
  return { requests: mean('requests'), runs: mean('runs'), jobs: mean('jobs'), most: most.requests };
}

test('a poll of a quiet inventory costs the same with ten thousand jobs as with a thousand, on average', {
  timeout: 120_000,
}, async () => {
  const [few, many] = [await hourOf(1_000), await hourOf(10_000)];
  expect(many.requests).toBeLessThanOrEqual(5);
  expect(many.requests).toBeLessThanOrEqual(few.requests * 1.1);
  expect(many.runs).toBeLessThanOrEqual(few.runs * 1.2);
  // 1.6 kB per run, 5.3 kB per job: the sizes of the simulator's answers.
  expect(many.runs * 1.6 + many.jobs * 5.3).toBeLessThanOrEqual(300);
  expect(many.jobs).toBeLessThanOrEqual(few.jobs * 1.1);
});
