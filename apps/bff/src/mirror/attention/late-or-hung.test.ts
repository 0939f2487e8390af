import type { JobSchedule } from '@retry-desk/em-client';
import { expect, test } from 'vitest';
import {
  at22,
  DAY,
  daily,
  HOUR,
  job,
  MINUTE,
  MONDAY,
  month,
  run,
  source,
  working,
} from '../../../tests/late-samples.ts';
import type { RunRecord } from '../run-record.ts';
import { lateOrHung } from './late-or-hung.ts';

test('a NextRun in the past is overdue after two hours at least, and no sooner', () => {
  const nextRunAt = MONDAY + 22 * HOUR;
  const late = source({ runs: daily(MONDAY, month), job: { nextRunAt, schedule: at22 } });
  expect(lateOrHung(late, nextRunAt + 5 * HOUR + 59 * MINUTE).found).toBeNull();
  expect(lateOrHung(late, nextRunAt + 6 * HOUR).found).toEqual({
    kind: 'overdue',
    expectedAt: nextRunAt,
    basis: 'next-run',
    neverRan: false,
  });
  expect(lateOrHung(source({ ...late, runs: [run(nextRunAt + HOUR)] }), nextRunAt + 6 * HOUR).found).toBeNull();
});

test('a schedule that is off, and a job by hand, are never overdue', () => {
  const nextRunAt = MONDAY - 3 * DAY;
  for (const off of [{ scheduleEnabled: false }, { scheduleConfigured: false }])
    expect(lateOrHung(source({ runs: daily(MONDAY, [9, 10]), job: { nextRunAt, ...off } }), MONDAY).found).toBeNull();
});

test('a start that was left out while NextRun moved on is overdue, where the schedule stood at that time', () => {
  const now = MONDAY + 8 * HOUR;
  const expectedAt = MONDAY - DAY + 22 * HOUR;
  const given = { runs: daily(MONDAY, month.slice(1)), job: { nextRunAt: MONDAY + 22 * HOUR, schedule: at22 } };
  expect(lateOrHung(source(given), now).found).toMatchObject({ expectedAt, basis: 'schedule' });
  const changed = { firstSeenAt: 0, scheduleSince: MONDAY };
  expect(lateOrHung(source({ ...given, seen: changed }), now).found).toBeNull();
});

test('a job that goes on missing starts stays overdue since the first of them', () => {
  const expectedAt = MONDAY - DAY + 22 * HOUR;
  const runs = daily(MONDAY, month.slice(1));
  for (const days of [1, 2, 5]) {
    const job = { nextRunAt: MONDAY + days * DAY + 22 * HOUR, schedule: at22 };
    for (const hour of [8, 21, 23])
      expect(lateOrHung(source({ runs, job }), MONDAY + days * DAY + hour * HOUR - DAY).found).toMatchObject({
        expectedAt,
      });
  }
});

test('a start counts as missed once Enterprise Manager has collected since; until then a collection would decide', () => {
  const nextRunAt = MONDAY + 22 * HOUR;
  const given = { runs: daily(MONDAY, month), job: { nextRunAt, schedule: at22 } };
  const unheard = lateOrHung(source({ ...given, collectedUntil: nextRunAt }), nextRunAt + DAY);
  expect(unheard).toMatchObject({ found: null, undecidedSince: nextRunAt + 2 * HOUR });
  const collected = source({ ...given, collectedUntil: nextRunAt + 3 * HOUR });
  expect(lateOrHung(collected, nextRunAt + DAY).found).toMatchObject({ kind: 'overdue' });
});

test('a start is not missed where the list of jobs was read last before it: the schedule may be off since', () => {
  const nextRunAt = MONDAY + 22 * HOUR;
  const given = { runs: daily(MONDAY, month), job: { nextRunAt, schedule: at22 } };
  const readAt = (jobsReadAt: number) => lateOrHung(source({ ...given, jobsReadAt }), nextRunAt + DAY);
  expect(readAt(nextRunAt - HOUR)).toMatchObject({ found: null, again: nextRunAt + DAY });
  expect(readAt(nextRunAt + HOUR).found).toMatchObject({ kind: 'overdue' });
});

test('without any schedule the rhythm of the runs decides, over a change of the clock as well', () => {
  const before = daily(MONDAY, month.slice(8), 20);
  const after = daily(MONDAY, month.slice(1, 8), 21);
  const late = lateOrHung(source({ runs: [...after, ...before] }), MONDAY + 8 * HOUR);
  expect(late.found).toMatchObject({ kind: 'overdue', basis: 'rhythm' });
  expect(
    Math.abs((late.found?.kind === 'overdue' ? (late.found.expectedAt ?? 0) : 0) - (MONDAY - 3 * HOUR)),
  ).toBeLessThanOrEqual(HOUR);
});

test('Mon–Fri is not overdue on a Sunday, and is on a Monday evening', () => {
  const weekdays = month.filter((day) => ![0, 6].includes(new Date(MONDAY - day * DAY).getUTCDay()));
  const runs = daily(MONDAY, weekdays);
  expect(lateOrHung(source({ runs }), MONDAY + 12 * HOUR).found).toBeNull();
  expect(lateOrHung(source({ runs }), MONDAY + DAY + 9 * HOUR).found).toMatchObject({ basis: 'rhythm' });
});

test('runs that follow no rule claim nothing', () => {
  const laptop = daily(MONDAY, [4, 5, 7, 8, 11, 12, 13, 15, 18, 20, 21, 22, 25, 27, 28]);
  expect(lateOrHung(source({ runs: laptop }), MONDAY + 10 * DAY).found).toBeNull();
  expect(lateOrHung(source({ runs: daily(MONDAY, [3, 10, 17]) }), MONDAY + 10 * DAY).found).toBeNull();
});

test('a monthly job of whose last run only an attempt is still listed is overdue after a quarter of a month', () => {
  const schedule: JobSchedule = {
    kind: 'monthly',
    months: Array.from({ length: 12 }, (_, each) => each),
    on: { day: 2 },
    minute: 22 * 60,
    offsetMinutes: 0,
  };
  const due = MONDAY + 22 * HOUR;
  const before = Date.UTC(2026, 9, 2, 22);
  const at = (now: number, runs: RunRecord[]) =>
    lateOrHung(source({ runs, job: { schedule }, knownSince: now - 31 * DAY }), now).found;
  const attempt = run(before + 5 * HOUR, { isRetry: true });
  expect(at(due + 8 * DAY, [attempt])).toMatchObject({ basis: 'schedule', expectedAt: due });
  expect(at(due + 7 * DAY, [attempt])).toBeNull();
  // Two days after a start it proves nothing.
  expect(at(due + 8 * DAY, [run(before + 53 * HOUR, { isRetry: true })])).toBeNull();
});

test('a run hangs after three times the longest good run, six hours at least, twelve without a good run', () => {
  const good = run(MONDAY - DAY, { endedAt: MONDAY - DAY + 4 * HOUR });
  const hanging = run(MONDAY, working);
  const of = (runs: RunRecord[]) => source({ runs });
  expect(lateOrHung(of([hanging, good]), MONDAY + 12 * HOUR - 1)).toMatchObject({
    found: null,
    again: MONDAY + 12 * HOUR,
  });
  expect(lateOrHung(of([hanging, good]), MONDAY + 12 * HOUR).found).toEqual({
    kind: 'hung',
    since: MONDAY,
    longestMs: 4 * HOUR,
  });
  expect(lateOrHung(of([hanging, run(MONDAY - DAY)]), MONDAY + 6 * HOUR).found).toMatchObject({ kind: 'hung' });
  expect(lateOrHung(of([hanging]), MONDAY + 11 * HOUR).found).toBeNull();
  expect(lateOrHung(of([hanging]), MONDAY + 12 * HOUR).found).toMatchObject({ kind: 'hung', longestMs: null });
});

const twoWeeks = month.slice(0, 20);

test('a start while the job still ran was not missed', () => {
  const long = run(MONDAY - 2 * DAY + 22 * HOUR, { endedAt: MONDAY + 2 * HOUR });
  const runs = [long, ...daily(MONDAY, month.slice(2))];
  for (const nextRunAt of [MONDAY - DAY + 22 * HOUR, MONDAY + 22 * HOUR])
    expect(lateOrHung(source({ runs, job: { nextRunAt, schedule: at22 } }), MONDAY + 20 * HOUR).found).toBeNull();
  expect(lateOrHung(source({ runs }), MONDAY + 20 * HOUR).found).toBeNull();
});

test('a claim stands until a run begins or the schedule is off, also where NextRun moves on', () => {
  const claimed = { kind: 'overdue', expectedAt: MONDAY - HOUR, basis: 'next-run', neverRan: false } as const;
  const moved = source({ claimed, runs: daily(MONDAY, [9, 10]), job: { nextRunAt: MONDAY + DAY } });
  expect(lateOrHung(moved, MONDAY + 8 * HOUR).found).toEqual(claimed);
  expect(lateOrHung({ ...moved, job: job({ scheduleEnabled: false }) }, MONDAY + 8 * HOUR).found).toBeNull();
});

test('a run hangs only once Enterprise Manager has collected since it should have ended', () => {
  const given = { runs: [run(MONDAY, working), run(MONDAY - DAY)] };
  expect(lateOrHung(source({ ...given, collectedUntil: MONDAY + 5 * HOUR }), MONDAY + 9 * HOUR)).toMatchObject({
    found: null,
    undecidedSince: MONDAY + 6 * HOUR,
  });
  expect(lateOrHung(source({ ...given, collectedUntil: MONDAY + 6 * HOUR }), MONDAY + 9 * HOUR).found).toMatchObject({
    kind: 'hung',
  });
});

test('a NextRun from before the schedule was switched on expects nothing', () => {
  const seen = { firstSeenAt: 0, scheduleSince: MONDAY };
  const on = source({ seen, runs: daily(MONDAY, twoWeeks.slice(3)), job: { nextRunAt: MONDAY - 2 * HOUR } });
  expect(lateOrHung(on, MONDAY + 10 * HOUR).found).toBeNull();
});

test('a job that starts after another one, or continuously, is never overdue, whatever stands as its NextRun', () => {
  for (const schedule of [{ kind: 'chained', after: null }, { kind: 'continuous' }] as const) {
    const given = { runs: daily(MONDAY, month), job: { nextRunAt: MONDAY, schedule } };
    expect(lateOrHung(source(given), MONDAY + 3 * DAY).found).toBeNull();
  }
  const never = { seen: { firstSeenAt: MONDAY, scheduleSince: MONDAY } };
  const after = { ...never, job: { schedule: { kind: 'chained', after: null } as const } };
  expect(lateOrHung(source(after), MONDAY + 20 * DAY).found).toBeNull();
  expect(lateOrHung(source(never), MONDAY + 20 * DAY).found).toBeNull();
});

test('week days by another clock than the time beside them claim nothing', () => {
  // Sunday to Thursday at 22:00 by the clock of the server, as Mon–Fri at 04:00 UTC.
  const schedule: JobSchedule = { kind: 'daily', weekdays: [0, 1, 2, 3, 4], minute: 240, offsetMinutes: 0 };
  const days = month.filter((day) => [1, 2, 3, 4, 5].includes(new Date(MONDAY - day * DAY).getUTCDay()));
  const runs = daily(MONDAY, days, 4);
  for (const nextRunAt of [null, MONDAY + 4 * HOUR])
    expect(lateOrHung(source({ runs, job: { nextRunAt, schedule } }), MONDAY - DAY + 20 * HOUR).found).toBeNull();
});

test('a time by the clock of half a year ago is taken by the clock of NextRun', () => {
  const schedule: JobSchedule = { ...at22, offsetMinutes: -60 };
  const runs = daily(MONDAY, month);
  const found = (now: number) =>
    lateOrHung(source({ runs, job: { nextRunAt: MONDAY + DAY + 22 * HOUR, schedule } }), now).found;
  expect(found(MONDAY + 21 * HOUR)).toBeNull();
  expect(found(MONDAY + DAY + 4 * HOUR)).toMatchObject({ expectedAt: MONDAY + 22 * HOUR, basis: 'schedule' });
});

test('a start that only a schedule names is looked at again when it is due, without a NextRun', () => {
  const runs = daily(MONDAY, month).filter((_, place) => place !== 3);
  const { again } = lateOrHung(source({ runs, job: { schedule: at22 } }), MONDAY + 12 * HOUR);
  expect(again).toBe(MONDAY + DAY);
});

test('a job without two weeks of followed starts claims nothing by its schedule, and by its NextRun all the same', () => {
  const runs = daily(MONDAY, [2, 3, 4, 5, 6, 7]);
  const found = (nextRunAt: number) =>
    lateOrHung(source({ runs, job: { nextRunAt, schedule: at22 } }), MONDAY + 9 * HOUR).found;
  expect(found(MONDAY + 22 * HOUR)).toBeNull();
  expect(found(MONDAY - 2 * HOUR)).toMatchObject({ basis: 'next-run' });
});
