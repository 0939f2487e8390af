import { type DaysOfJob, dayStarts, quarterMs } from '#lib/days.ts';
import type { Zone } from '#lib/time.ts';

const stepPattern = /^([SWFR])([0-9a-z]+)(?:\*(\d{1,5}))?$/;

/** When the runs began that a row's `results` hold, newest first, with their letters. */
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
 * a server that reports days of UTC only, those.
 */
export function dailyResultsIn(job: DaysOfJob, now: number, zone: Zone): string {
  if (job.results === undefined) return job.strip;
  const { starts, tomorrow } = dayStarts(now, zone);
  const readSince = Date.parse(job.readSince ?? '');
  // A day that began before all runs are known may have had one.
  const letters: string[] = starts.map((start) => (start < readSince ? 'U' : 'N'));
  let day = 0;
  for (const { letter, at } of resultsIn(job.results)) {
    if (at >= tomorrow) continue;
    while (day < starts.length && at < (starts[day] ?? 0)) day += 1;
    if (day === starts.length) break;
    if (/[NU]/.test(letters[day] ?? '')) letters[day] = letter;
  }
  return letters.reverse().join('');
}
