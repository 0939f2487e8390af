import { expect, test } from 'vitest';
import { type NewJob, WorldControls } from './controls.ts';
import { beginRetry } from './operations.ts';
import type { Job, Schedule } from './records.ts';
import { nextRunOf } from './schedule.ts';
import { World, type WorldOptions } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Sunday, four weeks before the clocks of Europe change. */
const FIRST = Date.UTC(2026, 2, 1, 9);

type Scene = { clock: { at: number }; world: World; controls: WorldControls; add(wish?: Partial<NewJob>): Job };

function scene(options: Partial<WorldOptions> = {}): Scene {
  const clock = { at: FIRST, now: () => clock.at };
  const settings = { seed: 1, jobs: 0, speed: 1, collectionMinutes: 0, runsSchedules: true };
  const world = new World({ ...settings, clock, ...options });
  const controls = new WorldControls(world);
  const add = (wish: Partial<NewJob> = {}) => {
    const { id } = controls.addJob({
      name: 'Job',
      machines: ['one', 'two'],
      last: 'success',
      scheduled: 'success',
      ...wish,
    });
    const job = world.jobs.get(id);
    if (job === undefined) throw new Error('The world has no such job');
    return job;
  };
  return { clock, world, controls, add };
}

/** The runs since the world was made, as Vienna's clocks showed them. */
function startsIn(world: World, job: Job, zone = 'Europe/Vienna'): string[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return newRuns(world, job).map(({ start }) => format.format(start));
}

function newRuns(world: World, job: Job) {
  return world.runsOf(job).filter(({ start }) => start > FIRST);
}

/** The days of March 2026 of these weekdays (Sunday is 0). */
function days(...weekdays: number[]): string[] {
  const all = Array.from({ length: 31 }, (_, day) => `2026-03-${String(day + 1).padStart(2, '0')}`);
  return all.filter((day) => weekdays.includes(new Date(day).getUTCDay()));
}

const EVERY = [0, 1, 2, 3, 4, 5, 6];
const SIX = ['00:00', '06:00', '12:00', '18:00'];

test.each<[Schedule, string[]]>([
  [{ kind: 'daily' }, days(...EVERY).map((day) => `${day} 22:00`)],
  [{ kind: 'weekdays' }, days(1, 2, 3, 4, 5).map((day) => `${day} 22:00`)],
  [{ kind: 'weekly', weekday: 0 }, days(0).map((day) => `${day} 22:00`)],
  [{ kind: 'monthly', day: 15 }, ['2026-03-15 22:00']],
  [
    { kind: 'periodic', hours: 6 },
    days(...EVERY).flatMap((day) => (day.endsWith('-01') ? SIX.slice(2) : SIX).map((time) => `${day} ${time}`)),
  ],
  [{ kind: 'disabled' }, []],
])('for a month, a change of the clocks in it, %j starts by the clocks of its backup server', (schedule, starts) => {
  const { world, clock, add } = scene({ timeZones: ['Europe/Vienna'] });
  const startMinute = schedule.kind === 'periodic' ? 0 : 22 * 60;
  const job = add({ schedule, startMinute });
  for (; clock.at < Date.UTC(2026, 2, 31, 21); clock.at += HOUR) {
    const before = world.runsOf(job).length;
    const next = nextRunOf(job, clock.at);
    clock.at += HOUR;
    const begun = world
      .runsOf(job)
      .slice(before)
      .map(({ start }) => start);
    clock.at -= HOUR;
    // A backup server begins some seconds after the minute.
    const expected = next !== undefined && next <= clock.at + HOUR - 11_000 ? 1 : begun.length;
    expect(begun).toHaveLength(expected);
    if (next !== undefined) for (const start of begun) expect(start - next).toBeLessThanOrEqual(10_000);
  }
  expect(startsIn(world, job)).toEqual(starts);
});

test('a start of the evening in New York is one of the next day in UTC', () => {
  const { world, clock, add } = scene({ timeZones: ['America/New_York'] });
  // One o'clock in UTC, while that evening is still to come.
  clock.at += 16 * HOUR;
  const job = add({ startMinute: 22 * 60 });
  const next: string[] = [];
  for (; clock.at < FIRST + 10 * DAY; clock.at += HOUR) {
    world.runsOf(job);
    const hour = new Date(clock.at).getUTCHours();
    if (hour === 1) next.push(new Date(nextRunOf(job, clock.at) ?? 0).toISOString().slice(8, 16));
  }
  expect(startsIn(world, job, 'America/New_York')).toEqual(
    days(...EVERY)
      .slice(0, 10)
      .map((day) => `${day} 22:00`),
  );
  // Their clocks changed on the eighth.
  expect(next.slice(0, 8)).toEqual(
    ['02T03', '03T03', '04T03', '05T03', '06T03', '07T03', '08T03', '09T02'].map((at) => `${at}:00`),
  );
});

test('a job by hand is started now and then, and has no next run', () => {
  const { world, clock, add } = scene();
  const job = add({ schedule: { kind: 'manual' } });
  clock.at += 30 * DAY;
  expect(newRuns(world, job).length).toBeGreaterThan(0);
  expect(newRuns(world, job).length).toBeLessThan(15);
  expect(nextRunOf(job, clock.at)).toBeUndefined();
});

test('runs are the same whether somebody looks every ten minutes or once', () => {
  const [often, once] = [scene({ jobs: 20, schedules: 'mixed' }), scene({ jobs: 20, schedules: 'mixed' })];
  for (; often.clock.at < FIRST + 4 * DAY; often.clock.at += 10 * MINUTE) often.world.catchUp();
  once.clock.at = often.clock.at;
  const runs = ({ world }: Scene) =>
    [...world.jobs.values()].map((job) =>
      world.runsOf(job).map(({ id, start, end, result }) => ({ id, start, end, result })),
    );
  expect(runs(often)).toEqual(runs(once));
  expect(runs(often).flat().length).toBeGreaterThan(20 * 20);
});

const FAILING: Partial<NewJob> = {
  scheduled: 'failed',
  startMinute: 10 * 60,
  automaticRetry: { times: 2, waitMinutes: 10 },
};

test('a scheduled run that fails is attempted again by itself, ten minutes after its end', () => {
  const { world, clock, add } = scene();
  const job = add(FAILING);
  clock.at += 6 * HOUR;
  const [first, second, third, ...more] = newRuns(world, job);
  expect([first, second, third].map((run) => run?.isRetry)).toEqual([false, true, true]);
  expect([second, third].map((run, place) => (run?.start ?? 0) - ([first, second][place]?.end ?? 0))).toEqual([
    600_000, 600_000,
  ]);
  expect(more).toEqual([]);
});

test.each(['retry', 'stop'])('after a %s by hand no attempt comes by itself', (action) => {
  const { world, clock, controls, add } = scene();
  const job = add(FAILING);
  clock.at += HOUR + MINUTE;
  const [first] = newRuns(world, job);
  if (action === 'stop') controls.finishRun(job, 'failed');
  else {
    clock.at = (first?.end ?? 0) + MINUTE;
    beginRetry(world, job, clock.at);
  }
  clock.at += 6 * HOUR;
  expect(newRuns(world, job)).toHaveLength(action === 'stop' ? 1 : 2);
});

test('a run that was stopped stays as it was stopped', () => {
  const { world, clock, controls, add } = scene();
  const job = add({ scheduled: 'success', startMinute: 10 * 60 });
  clock.at += HOUR + MINUTE;
  controls.finishRun(job, 'failed', 'Stopped.');
  const stoppedAt = clock.at;
  clock.at += 6 * HOUR;
  world.catchUp();
  const [run] = newRuns(world, job);
  expect(run).toMatchObject({ end: stoppedAt, result: 'failed' });
  expect(run?.machines.map(({ reason }) => reason)).toContain('Stopped.');
});

test('a start while a run goes on is passed over', () => {
  const { world, clock, controls, add } = scene();
  const job = add({ startMinute: 10 * 60 });
  controls.startRun(job);
  clock.at += DAY;
  expect(newRuns(world, job)).toEqual([]);
  controls.finishRun(job, 'success');
  clock.at += DAY;
  expect(newRuns(world, job)).toHaveLength(1);
});

test.each([
  ['stays', '2026-03-04T22:00'],
  ['moves-on', '2026-03-07T22:00'],
] as const)('the next run of a job that misses its starts %s', (nextRun, next) => {
  const { world, clock, controls, add } = scene();
  const job = add({ startMinute: 22 * 60 });
  clock.at += 3 * DAY;
  controls.missStarts(job, nextRun);
  const shown = () => new Date(nextRunOf(job, clock.at) ?? 0).toISOString().slice(0, 16);
  expect(shown()).toBe('2026-03-04T22:00');
  clock.at += 3 * DAY;
  expect(newRuns(world, job)).toHaveLength(3);
  expect(shown()).toBe(next);
  controls.startAgain(job);
  clock.at += DAY;
  expect(newRuns(world, job)).toHaveLength(4);
  expect(shown()).toBe('2026-03-08T22:00');
});

test.each([
  ['collected at once', undefined, 0, 6],
  ['collected by hand', FIRST, 20, 60],
])('of the runs of a month that are %s, few or all are outside the ledger', (_, byHandSince, least, most) => {
  const { world, clock } = scene({ jobs: 40, schedules: 'mixed', collection: { byHandSince } });
  world.ledger();
  for (; clock.at < FIRST + 28 * DAY; clock.at += DAY) world.catchUp();
  const outside = [...world.livingRuns()].reduce((sum, { runs }) => sum + runs.length, 0) / world.allJobs().length;
  expect(outside).toBeGreaterThanOrEqual(least);
  expect(outside).toBeLessThan(most);
});

test('laptops miss a share of the starts to come', () => {
  const { world, clock } = scene({ jobs: 60, schedules: 'mixed' });
  clock.at += 28 * DAY;
  const laptops = [...world.jobs.values()].filter(({ missesShare }) => missesShare !== undefined);
  const all = laptops.flatMap((job) => newRuns(world, job)).filter(({ isRetry }) => !isRetry).length;
  expect(laptops.length).toBeGreaterThan(0);
  expect(all / laptops.length).toBeGreaterThan(8);
  expect(all / laptops.length).toBeLessThan(23);
});

test('without the option nothing begins by itself', () => {
  const { world, clock, add } = scene({ runsSchedules: false });
  const job = add();
  clock.at += 3 * DAY;
  expect(newRuns(world, job)).toEqual([]);
});
