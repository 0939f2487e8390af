import type { RunMark } from '#lib/marks.ts';

/** The meaning of a letter of the daily results; null is a day without a run, `unread` one that has not been read yet. */
type DayState = RunMark | 'unread' | null;

const states = new Map<string, DayState>([
  ['S', 'ok'],
  ['W', 'warning'],
  ['F', 'failed'],
  ['R', 'running'],
  ['N', null],
  ['U', 'unread'],
]);

export type Day = { daysAgo: number; state: DayState };

/** The days of daily results, oldest first, ending today. An unknown letter is an unknown state, not a good one. */
export function daysOf(letters: string): Day[] {
  return [...letters].map((letter, index) => {
    const state = states.get(letter);
    return { daysAgo: letters.length - 1 - index, state: state === undefined ? 'unknown' : state };
  });
}

export type DayCounts = Record<'failed' | 'warning' | 'ok' | 'none' | 'unread', number>;

/** How many days ended in each state. */
export function countDays(days: readonly Day[]): DayCounts {
  const count = (state: DayState) => days.filter((each) => each.state === state).length;
  const [failed, warning, ok] = [count('failed'), count('warning'), count('ok')];
  return { failed, warning, ok, none: count(null), unread: count('unread') };
}
