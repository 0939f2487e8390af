import { expect, test } from 'vitest';
import { attemptsOf } from './attempts.ts';
import type { Job, Schedule } from './records.ts';
import { nextRunOf, scheduleState } from './schedule.ts';
import { seededJobs, serversOf } from './seeded-jobs.ts';

const DAY = 24 * 60 * 60_000;
/** A Wednesday. */
const AT = Date.UTC(2026, 2, 11, 9);

function jobWith(schedule: Schedule, more: Partial<Job> = {}): Job {
  const [job] = seededJobs(1, 1, serversOf(1));
  if (job === undefined) throw new Error('The world has no job');
  return { ...job, startMinute: 22 * 60, schedule, ...more };
}

/** The scheduled starts of the past, without Veeam's own attempts. */
function startsOf(job: Job): number[] {
  return attemptsOf(job, { seed: 1, at: AT, speed: 1 }).flatMap(({ start, isRetry }) => (isRetry ? [] : [start]));
}

function nextDay(job: Job): string | undefined {
  const next = nextRunOf(job, AT);
  return next === undefined ? undefined : new Date(next).toISOString().slice(0, 16);
}

test.each<[Schedule, string | undefined, number, number]>([
  [{ kind: 'daily' }, '2026-03-11T22:00', 29, 30],
  [{ kind: 'weekdays' }, '2026-03-11T22:00', 20, 23],
  [{ kind: 'weekly', weekday: 0 }, '2026-03-15T22:00', 4, 5],
  [{ kind: 'monthly', day: 1 }, '2026-04-01T22:00', 1, 1],
  [{ kind: 'periodic', hours: 6 }, '2026-03-11T10:00', 116, 120],
  [{ kind: 'manual' }, undefined, 1, 12],
  [{ kind: 'disabled' }, undefined, 18, 21],
])('%j starts next at %s and has run between %d and %d times in thirty days', (schedule, next, least, most) => {
  const job = jobWith(schedule);
  expect(nextDay(job)).toBe(next);
  expect(startsOf(job).length).toBeGreaterThanOrEqual(least);
  expect(startsOf(job).length).toBeLessThanOrEqual(most);
});

test('a job by hand has no schedule, one that is switched off has one that is not on', () => {
  expect(scheduleState(jobWith({ kind: 'manual' }))).toEqual({ configured: false, enabled: false });
  expect(scheduleState(jobWith({ kind: 'disabled' }))).toEqual({ configured: true, enabled: false });
  expect(scheduleState(jobWith({ kind: 'weekly', weekday: 3 }))).toEqual({ configured: true, enabled: true });
});

test('laptops miss a share of their starts', () => {
  const all = startsOf(jobWith({ kind: 'daily' })).length;
  const some = startsOf(jobWith({ kind: 'daily' }, { missesShare: 0.35 })).length;
  expect(some).toBeGreaterThan(all * 0.35);
  expect(some).toBeLessThan(all * 0.9);
});

test('a run that a job has missed stays its next run', () => {
  const job = jobWith({ kind: 'daily' }, { missed: { since: AT - 3 * DAY, nextRun: 'stays' } });
  expect(nextDay(job)).toBe('2026-03-08T22:00');
});

test('a world of mixed schedules has every kind of them, and laptops that are away', () => {
  const jobs = seededJobs(1, 200, serversOf(1), undefined, 'mixed');
  expect(new Set(jobs.map(({ schedule }) => schedule?.kind))).toEqual(
    new Set([undefined, 'weekdays', 'weekly', 'monthly', 'periodic', 'manual', 'disabled']),
  );
  expect(jobs.filter(({ missesShare }) => missesShare !== undefined).length).toBeGreaterThan(3);
});
