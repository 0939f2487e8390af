import type { JobSchedule } from '@retry-desk/em-client';
import { expect, test } from 'vitest';
import { at22, DAY, HOUR, MINUTE, MONDAY, source } from '../../../tests/late-samples.ts';
import { lateOrHung } from './late-or-hung.ts';

test('a job that has never run is reported after a day, but not before its first start', () => {
  const seen = { firstSeenAt: MONDAY, scheduleSince: MONDAY };
  const nextRunAt = MONDAY + 22 * HOUR;
  const given = { seen, job: { nextRunAt, schedule: at22 } };
  expect(lateOrHung(source(given), MONDAY + 20 * HOUR).found).toBeNull();
  expect(lateOrHung(source(given), nextRunAt + DAY).found).toMatchObject({ neverRan: true, expectedAt: nextRunAt });
  const monthly: JobSchedule = { kind: 'monthly', months: [10], on: { day: 28 }, minute: 0, offsetMinutes: 0 };
  const coming = { seen, job: { nextRunAt: Date.UTC(2026, 10, 28), schedule: monthly } };
  expect(lateOrHung(source(coming), MONDAY + 5 * DAY).found).toBeNull();
});

test('a first start that NextRun has passed, and that its clock puts an hour later, is looked at again when it is due', () => {
  const schedule: JobSchedule = { kind: 'daily', weekdays: [1], minute: 22 * 60, offsetMinutes: 0 };
  const seen = { firstSeenAt: MONDAY, scheduleSince: MONDAY };
  const late = source({ seen, job: { schedule, nextRunAt: MONDAY + 7 * DAY + 23 * HOUR } });
  const expectedAt = MONDAY + 23 * HOUR;
  const { found, again } = lateOrHung(late, MONDAY + 22 * HOUR + 15 * MINUTE);
  expect([found, again]).toEqual([null, expectedAt + 2 * DAY]);
  expect(lateOrHung(late, again).found).toMatchObject({ neverRan: true, expectedAt });
});

test('a monthly job whose runs Enterprise Manager has forgotten is not called one that never ran', () => {
  const schedule: JobSchedule = {
    kind: 'monthly',
    months: Array.from({ length: 12 }, (_, each) => each),
    on: { day: 2 },
    minute: 22 * 60,
    offsetMinutes: 0,
  };
  const seen = { firstSeenAt: MONDAY - 100 * DAY, scheduleSince: MONDAY - 100 * DAY };
  const ran = MONDAY + 22 * HOUR;
  const at = (now: number, listedSince: number, nextRunAt = Date.UTC(2026, 11, 2, 22)) =>
    lateOrHung(
      source({ seen, knownSince: now - 31 * DAY, listedSince: () => listedSince, job: { schedule, nextRunAt } }),
      now,
    ).found;
  // It ran twenty days ago, and sessions are listed for a week.
  expect(at(ran + 20 * DAY, ran + 13 * DAY)).toBeNull();
  // A NextRun that has passed shows that it is late, not that it never ran.
  expect(at(ran + 2 * DAY, ran - 5 * DAY, ran)).toMatchObject({ expectedAt: ran, neverRan: false });
  // Sessions of a whole month are listed, and none of it.
  expect(at(ran + 2 * DAY, ran - 29 * DAY)).toMatchObject({ expectedAt: ran, neverRan: true });
  expect(at(ran + 2 * DAY, ran - 29 * DAY, ran)).toMatchObject({ expectedAt: ran, neverRan: true });
});
