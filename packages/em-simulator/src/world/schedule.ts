import type { Job, Schedule } from './records.ts';
import { instantOf } from './time-zone.ts';

const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;
/** Further ahead no schedule has its next start. */
const FURTHEST = 62;

/** The schedule of a job. */
export function scheduleOf(job: Job): Schedule {
  return job.schedule ?? { kind: job.weekdaysOnly ? 'weekdays' : 'daily' };
}

/** Whether the job has a schedule, and whether it is on. */
export function scheduleState(job: Job): { configured: boolean; enabled: boolean } {
  const { kind } = scheduleOf(job);
  return { configured: kind !== 'manual', enabled: kind !== 'manual' && kind !== 'disabled' };
}

/** The minutes of a day (counted from 1970, where the backup server stands) at which a job starts by itself. */
export function startMinutesOn(job: Job, day: number): number[] {
  const schedule = scheduleOf(job);
  const { startMinute } = job;
  switch (schedule.kind) {
    case 'daily':
      return [startMinute];
    case 'weekdays':
      return [0, 6].includes(weekdayOf(day)) ? [] : [startMinute];
    case 'weekly':
      return weekdayOf(day) === schedule.weekday ? [startMinute] : [];
    case 'monthly':
      return new Date(day * DAY).getUTCDate() === schedule.day ? [startMinute] : [];
    case 'periodic': {
      const step = schedule.hours * 60;
      return Array.from({ length: Math.floor(24 / schedule.hours) }, (_, turn) => (startMinute % step) + turn * step);
    }
    case 'manual':
    case 'disabled':
      return [];
  }
}

/** A start: its instant, the day where the backup server stands, and which start of that day it is. */
export type Start = { at: number; day: number; turn: number };

/** The starts of a day by the clocks of the job's backup server. */
export function startsOn(job: Job, day: number, minutes = startMinutesOn(job, day)): Start[] {
  const { timeZone } = job.server;
  return minutes.map((minute, turn) => ({ at: instantOf(timeZone, day * DAY + minute * MINUTE), day, turn }));
}

/** Whether a job misses a start at that time. */
export function isMissed({ missed }: Job, at: number): boolean {
  return missed !== undefined && at > missed.since && at <= (missed.until ?? Number.POSITIVE_INFINITY);
}

/** The next scheduled start after that time, or the first one missed where that stays; undefined where nothing starts the job. */
export function nextRunOf(job: Job, at: number): number | undefined {
  const isStuck = job.missed?.nextRun === 'stays' && isMissed(job, at);
  const now = isStuck ? Math.min(at, job.missed?.since ?? at) : at;
  // A day of the backup server begins up to a day before or after that of UTC.
  const first = Math.floor(now / DAY) - 1;
  for (let day = first; day <= first + FURTHEST; day += 1) {
    const next = startsOn(job, day).find((start) => start.at > now);
    if (next !== undefined) return next.at;
  }
  return undefined;
}

function weekdayOf(day: number): number {
  return (day + 4) % 7;
}
