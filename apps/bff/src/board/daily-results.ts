import { historyDays } from '@retry-desk/contract';
import { type Instant, isOver } from '@retry-desk/em-client';
import type { Runs } from '#mirror/packed-runs.ts';
import type { RunRecord } from '#mirror/run-record.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * A letter for each UTC day of the history, oldest first and ending today: the result of the day's last run. A day that
 * began before `readSince` may have had a run that has not been read.
 */
export function dailyResultsOf(runs: Runs, now: number, readSince: Instant | null = null): string {
  const today = Math.floor(now / DAY_MS);
  const startOf = (day: number) => (today - (historyDays - 1 - day)) * DAY_MS;
  const none = (day: number) => (readSince !== null && startOf(day) < readSince ? 'U' : 'N');
  const letters: string[] = Array.from({ length: historyDays }, (_, day) => none(day));
  for (const run of runs) {
    const day = historyDays - 1 - (today - Math.floor(run.createdAt / DAY_MS));
    const letter = letterOf(run);
    if (letter !== null && (letters[day] === 'N' || letters[day] === 'U')) letters[day] = letter;
  }
  return letters.join('');
}

/** The result of a run as a letter; null for a result that we do not know. */
export function letterOf(run: RunRecord): string | null {
  if (!isOver(run)) return 'R';
  switch (run.result) {
    case 'success':
      return 'S';
    case 'warning':
      return 'W';
    case 'failed':
      return 'F';
    default:
      return null;
  }
}
