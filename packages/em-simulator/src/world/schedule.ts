import type { Job, Schedule } from './records.ts';

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

/** The minutes of a day (counted from 1970, in UTC) at which a job starts by itself. */
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

/** The next scheduled start after that time, or the first one missed; undefined where nothing starts the job. */
export function nextRunOf(job: Job, at: number): number | undefined {
  const now = Math.min(at, job.missedSince ?? at);
  const today = Math.floor(now / DAY);
  for (let ahead = 0; ahead <= FURTHEST; ahead += 1) {
    const day = today + ahead;
    const next = startMinutesOn(job, day).find((minute) => day * DAY + minute * MINUTE > now);
    if (next !== undefined) return day * DAY + next * MINUTE;
  }
  return undefined;
}

function weekdayOf(day: number): number {
  return (day + 4) % 7;
}
