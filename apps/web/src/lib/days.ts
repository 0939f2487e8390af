import { type Counts, historyDays, type JobRow } from '@retry-desk/contract';
import type { Zone } from './time.ts';

/** The days of a row. */
export type DaysOfJob = Pick<JobRow, 'strip' | 'results' | 'readSince'>;

export const quarterMs = 15 * 60_000;

/** When the day began that is so many days before today, as the zone has its days. */
function startOfDay(now: number, zone: Zone, daysAgo: number): number {
  const at = new Date(now);
  if (zone === 'utc') return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() - daysAgo);
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() - daysAgo).getTime();
}

type Days = { zone: Zone; offset: number; today: number; tomorrow: number; starts: number[] };

let known: Days | null = null;

/** When each day of the history began, today first; all rows of a table request the same ones. */
export function dayStarts(now: number, zone: Zone): { tomorrow: number; starts: readonly number[] } {
  // A laptop may have been carried into another zone.
  const offset = new Date(now).getTimezoneOffset();
  if (known?.zone === zone && known.offset === offset && now >= known.today && now < known.tomorrow) return known;
  const starts = Array.from({ length: historyDays }, (_, daysAgo) => startOfDay(now, zone, daysAgo));
  known = { zone, offset, today: startOfDay(now, zone, 0), tomorrow: startOfDay(now, zone, -1), starts };
  return known;
}

/** How many jobs recovered today, by the days of the zone that is shown; null where nothing is known. */
export function recoveredIn(counts: Counts, now: number, zone: Zone): number | null {
  if (counts.recovered === undefined) return counts.recoveredToday;
  const { recovered } = counts;
  if (recovered === null) return null;
  const today = dayStarts(now, zone).starts[0] ?? now;
  return recovered.reduce((sum, [quarter = 0, count = 0]) => (quarter * quarterMs >= today ? sum + count : sum), 0);
}
