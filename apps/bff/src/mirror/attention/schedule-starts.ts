import type { Instant, JobSchedule } from '@retry-desk/em-client';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A month without the fifth Monday, and one more. */
const LONGEST_BACK_DAYS = 400;

/** The usual time between two starts of a schedule, in milliseconds; null where it names none. */
export function usualGapOf(schedule: JobSchedule): number | null {
  switch (schedule.kind) {
    case 'daily':
      return schedule.weekdays.length >= 5 ? DAY : (7 / schedule.weekdays.length) * DAY;
    case 'monthly':
      return (365 / schedule.months.length) * DAY;
    case 'periodic':
      return schedule.everyMinutes * MINUTE;
    case 'continuous':
    case 'chained':
      return null;
  }
}

/**
 * The latest start that a schedule had before a moment; null where the schedule names no time of day. A schedule carries the
 * offset of its server's clock as it is now, or was when it was saved: on the other side of a change of that clock the start is
 * an hour off, and the one by the clock of `nextRunAt` is meant.
 */
export function lastStartBefore(schedule: JobSchedule, now: Instant, nextRunAt: Instant | null): Instant | null {
  if (schedule.kind !== 'daily' && schedule.kind !== 'monthly') return null;
  const offset = schedule.offsetMinutes * MINUTE;
  const today = Math.floor((now + offset) / DAY);
  // By the clock of NextRun tomorrow may have begun.
  for (let day = today + 1; day > today - LONGEST_BACK_DAYS; day -= 1) {
    const start = day * DAY + schedule.minute * MINUTE - offset;
    if (isStartDay(schedule, day)) {
      const meant = start + shiftTo(start, nextRunAt);
      if (meant <= now) return meant;
    }
  }
  return null;
}

/** The first start that a schedule has after a moment; null where it names no time of day. As above. */
export function nextStartAfter(schedule: JobSchedule, now: Instant, nextRunAt: Instant | null): Instant | null {
  // So far away that none of a year's starts is left out.
  const ahead = [1, 2, 8, 35, 70, LONGEST_BACK_DAYS];
  for (const days of ahead) {
    let first: Instant | null = null;
    for (let at = lastStartBefore(schedule, now + days * DAY, nextRunAt); at !== null && at > now; ) {
      first = at;
      at = lastStartBefore(schedule, at - 1, nextRunAt);
    }
    if (first !== null) return first;
  }
  return null;
}

/** How much later or earlier starts are by the clock of NextRun: an hour at most. */
function shiftTo(start: Instant, nextRunAt: Instant | null): number {
  if (nextRunAt === null) return 0;
  const apart = (((nextRunAt - start) % DAY) + DAY) % DAY;
  const shift = apart > DAY / 2 ? apart - DAY : apart;
  return Math.abs(shift) <= HOUR ? shift : 0;
}

/** `day`: counted from 1970 by the clock of the server. */
function isStartDay(schedule: Extract<JobSchedule, { kind: 'daily' | 'monthly' }>, day: number): boolean {
  const date = new Date(day * DAY);
  const weekday = date.getUTCDay();
  if (schedule.kind === 'daily') return schedule.weekdays.includes(weekday);
  if (!schedule.months.includes(date.getUTCMonth())) return false;
  const { on } = schedule;
  const ofMonth = date.getUTCDate();
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  // On the 31st of a short month a job starts on its last day, or not at all: no claim rests on it.
  if ('day' in on) return ofMonth === on.day;
  if (weekday !== on.weekday) return false;
  return on.week === 'last' ? ofMonth + 7 > lastOfMonth : Math.ceil(ofMonth / 7) === on.week;
}
