import type { Counts, JobRow } from '@retry-desk/contract';
import type { Zone } from './time.ts';

/** What a row says of its days. */
export type DaysOfJob = Pick<JobRow, 'strip' | 'results'>;

const quarterMs = 15 * 60_000;
const stripDays = 30;

/** When the day began that is so many days before today, as the zone has its days. */
function startOfDay(now: number, zone: Zone, daysAgo: number): number {
  const at = new Date(now);
  if (zone === 'utc') return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() - daysAgo);
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() - daysAgo).getTime();
}

type Days = { zone: Zone; offset: number; today: number; tomorrow: number; starts: number[] };

let known: Days | null = null;

/** When each of the last thirty days began, today first; all rows of a table ask for the same ones. */
function dayStarts(now: number, zone: Zone): { tomorrow: number; starts: readonly number[] } {
  // A laptop may have been carried into another zone.
  const offset = new Date(now).getTimezoneOffset();
  if (known?.zone === zone && known.offset === offset && now >= known.today && now < known.tomorrow) return known;
  const starts = Array.from({ length: stripDays }, (_, daysAgo) => startOfDay(now, zone, daysAgo));
  known = { zone, offset, today: startOfDay(now, zone, 0), tomorrow: startOfDay(now, zone, -1), starts };
  return known;
}

const stepPattern = /^([SWFR])([0-9a-z]+)(?:\*(\d{1,5}))?$/;

/** When the runs began that a row's `results` tell of, newest first, with their letters. */
function* resultsIn(results: string): Generator<{ letter: string; at: number }> {
  const [newest = '', ...steps] = results.split(' ');
  let quarter = Number.parseInt(newest, 36);
  for (const step of steps) {
    const [, letter, gap, times = '1'] = stepPattern.exec(step) ?? [];
    if (letter === undefined || gap === undefined) return;
    for (let left = Number(times); left > 0; left -= 1) {
      quarter -= Number.parseInt(gap, 36);
      yield { letter, at: quarter * quarterMs };
    }
  }
}

/**
 * One letter a day, oldest first, ending today, for the days of the zone that is shown: what the day's last run came to. From
 * a server that tells days of UTC only, those.
 */
export function stripIn(job: DaysOfJob, now: number, zone: Zone): string {
  if (job.results === undefined) return job.strip;
  const { starts, tomorrow } = dayStarts(now, zone);
  const letters = starts.map(() => 'N');
  let day = 0;
  for (const { letter, at } of resultsIn(job.results)) {
    if (at >= tomorrow) continue;
    while (day < starts.length && at < (starts[day] ?? 0)) day += 1;
    if (day === starts.length) break;
    if (letters[day] === 'N') letters[day] = letter;
  }
  return letters.reverse().join('');
}

/** How many jobs recovered today, by the days of the zone that is shown; null where nothing is known. */
export function recoveredIn(counts: Counts, now: number, zone: Zone): number | null {
  if (counts.recovered === undefined) return counts.recoveredToday;
  const { recovered } = counts;
  if (recovered === null) return null;
  const today = dayStarts(now, zone).starts[0] ?? now;
  return recovered.reduce((sum, [quarter, count]) => (quarter * quarterMs >= today ? sum + count : sum), 0);
}
