import type { DaysOfJob } from '#lib/days.ts';
import { words } from '#lib/words.ts';
import { dailyResultsIn } from './daily-letters.ts';
import { useNow } from './use-now.ts';
import { usePreferences } from './use-preferences.ts';

const bars: Record<string, { className: string; height: number }> = {
  S: { className: 'fill-ok', height: 9 },
  W: { className: 'fill-warning', height: 13 },
  F: { className: 'fill-failed', height: 18 },
  R: { className: 'fill-running', height: 18 },
  N: { className: 'fill-line-control', height: 3 },
  // Not read yet: nothing is drawn.
  U: { className: '', height: 0 },
};
const unknownBar = { className: 'fill-unknown', height: 3 };

/** Daily results in words, for people who do not see them. */
export function dailyResultsText(letters: string): string {
  const count = (letter: string) => letters.split(letter).length - 1;
  const parts = [words.dailyResults.success(count('S'))];
  if (count('W') > 0) parts.push(words.dailyResults.warning(count('W')));
  if (count('F') > 0) parts.push(words.dailyResults.failed(count('F')));
  if (count('N') > 0) parts.push(words.dailyResults.none(count('N')));
  if (count('U') > 0) parts.push(words.dailyResults.unread(count('U')));
  if (count('R') > 0) parts.push(words.dailyResults.running);
  return `${words.dailyResults.label}: ${parts.join(', ')}`;
}

const step = 5.5;

/** One outline for all days of one letter: the daily results are five shapes and not thirty. */
function outline(letters: string, letter: string, height: number): string {
  let path = '';
  if (height === 0) return path;
  for (let day = 0; day < letters.length; day += 1) {
    if ((bars[letters[day] ?? ''] ? letters[day] : '') !== letter) continue;
    path += `M${day * step + 1} ${18 - height}h2a1 1 0 011 1v${height - 2}a1 1 0 01-1 1h-2a1 1 0 01-1-1v${2 - height}a1 1 0 011-1z`;
  }
  return path;
}

/** A letter a day for the days of the zone that is shown; it begins another day at midnight, which is on a quarter of an hour. */
export function useDailyResults(job: DaysOfJob): string {
  const { zone } = usePreferences();
  return dailyResultsIn(job, useNow(15 * 60), zone);
}

/** One bar a day, oldest first; the height shows the state as well as the colour. 18 px high, 5.5 px a day. */
export function DailyResults({ job }: { job: DaysOfJob }) {
  const letters = useDailyResults(job);
  const text = dailyResultsText(letters);
  const width = letters.length * step;
  return (
    <svg className="block" width={width} height={18} viewBox={`0 0 ${width} 18`} role="img" aria-label={text}>
      <title>{text}</title>
      {[...Object.entries(bars), ['', unknownBar] as const].map(([letter, bar]) => {
        const path = outline(letters, letter, bar.height);
        return path && <path key={letter} className={`${bar.className} forced-colors:fill-[CanvasText]`} d={path} />;
      })}
    </svg>
  );
}
