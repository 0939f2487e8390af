import { EmError } from '@retry-desk/em-client';
import { describe, expect, test } from 'vitest';
import { DAY, guid, HOUR, MINUTE, NOON, sampleJob, sampleRun } from '../../../tests/board-samples.ts';
import { manyJobs, type PaperOptions, paper, refusal } from '../../../tests/paper-em.ts';

const failure = { host: 'em', problem: 'fails', call: 'GET', hint: '', mayHaveHappened: false };
const unreadable = new EmError({ ...failure, kind: 'unreadable' });
const silent = new EmError({ ...failure, kind: 'timeout' });
/** The hour of a run whose start cannot be read. */
const broken = NOON - 10 * DAY;

/** Jobs that have run every day of the month; requests for runs of the broken hour get `fault`. */
function inventory(fault: () => EmError | undefined, options: PaperOptions = {}) {
  const jobs = manyJobs(1_000);
  const runs = Array.from({ length: 30 }, (_, day) =>
    sampleRun({ jobId: guid(1), createdAt: NOON - day * DAY - HOUR }),
  );
  const others = jobs.map(({ id }) => sampleRun({ jobId: id, createdAt: NOON - 2 * HOUR }));
  return paper(jobs, [...runs, ...others], {
    ...options,
    fault: (call, { createdSince = Number.NEGATIVE_INFINITY, createdBefore = Number.POSITIVE_INFINITY }) =>
      call === 'runs' && createdSince > NOON - 40 * DAY && createdSince <= broken && createdBefore > broken
        ? fault()
        : undefined,
  });
}

const days = (world: ReturnType<typeof paper>) => world.inventory.runsOf(guid(1)).length;

describe('an unreadable hour of the backfill', () => {
  test.each([
    ['because a page is unreadable', unreadable],
    ['because Enterprise Manager refuses it', refusal(500)],
  ])('%s keeps nothing else from being read, and is reported', async (_, fault) => {
    const world = inventory(() => fault);
    const faults = [await world.poll(), await world.poll()];
    expect([days(world), world.reader.behind]).toEqual([31, false]);
    expect(faults).toEqual([fault, fault]);
  });

  test('is not requested with every poll', async () => {
    const world = inventory(() => unreadable);
    await world.poll();
    world.asked.length = 0;
    for (let minute = 0; minute < 60; minute += 1) expect(await world.poll(MINUTE)).toBe(unreadable);
    const again = world.asked.filter(
      ({ createdSince = 0, createdBefore = 0 }) => createdBefore - createdSince === HOUR,
    );
    expect(
      again.filter(({ createdSince = 0 }) => createdSince <= broken && createdSince > broken - HOUR).length,
    ).toBeLessThan(15);
  });

  test('is read and forgotten once it can be', async () => {
    let fault: EmError | undefined = unreadable;
    const world = inventory(() => fault);
    await world.poll();
    world.runs.push(sampleRun({ jobId: guid(1), createdAt: broken + MINUTE }));
    fault = undefined;
    expect(await world.pollUntil(() => days(world) === 32, 30)).toBeLessThanOrEqual(10);
    expect(await world.poll()).toBeNull();
  });
});

test('while nobody answers, the backfill stays where it is and is no reason to hurry', async () => {
  let fault: EmError | undefined = silent;
  const world = inventory(() => fault);
  expect(await world.poll()).toBe(silent);
  expect([world.reader.behind, world.reader.advances]).toEqual([true, false]);
  fault = undefined;
  await world.poll();
  expect([days(world), world.reader.behind]).toEqual([31, false]);
});

describe('the beginning of the read runs is reported', () => {
  test('while older ones are still to come, and no more once they are there', async () => {
    const world = inventory(() => undefined);
    const read = () => [world.inventory.historyRead.since(), world.inventory.historyRead.since(guid(1))];
    await world.reader.initialLoad(NOON);
    const [since] = read();
    expect(since).toBeGreaterThan(NOON - 31 * DAY);
    expect(since).toBeLessThanOrEqual(NOON - 26 * HOUR);
    expect(read()).toEqual([since, since]);
    await world.reader.backgroundReads(NOON, NOON, 0);
    expect(world.inventory.historyRead.since()).toBeLessThan(Number(since));
    await world.reader.backgroundReads(NOON, NOON, Number.POSITIVE_INFINITY);
    expect(read()).toEqual([null, null]);
  });

  test('as long as an hour of them cannot be read, and stays reported while it is read again', async () => {
    let fault: EmError | undefined = unreadable;
    const world = inventory(() => fault);
    await world.poll();
    expect(world.inventory.historyRead.since()).toBe(broken - (broken % HOUR) + HOUR);
    fault = undefined;
    expect(await world.pollUntil(() => world.inventory.historyRead.since() === null, 30)).toBeLessThanOrEqual(10);
  });

  test.each([1, 30])('for the %i new jobs only, until their own runs are read', async (count) => {
    let fault: EmError | undefined;
    const world = paper(manyJobs(40), [], { fault: (call) => (call === 'runs' ? fault : undefined) });
    await world.poll();
    world.jobs.push(...Array.from({ length: count }, (_, n) => sampleJob({ id: guid(90_000 + n) })));
    fault = silent;
    await world.reader.jobs(world.clock.at).catch(() => undefined);
    const since = () => [guid(90_000), guid(1)].map((id) => world.inventory.historyRead.since(id));
    expect(since()).toEqual([expect.any(Number), null]);
    fault = undefined;
    await world.poll();
    expect(since()).toEqual([null, null]);
  });
});
