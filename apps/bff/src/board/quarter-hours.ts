import { storedDays } from '@retry-desk/contract';
import type { Runs } from '#mirror/packed-runs.ts';
import { letterOf } from './daily-results.ts';

/** Midnight of every time zone falls on a quarter of an hour: quarters make days of any zone. */
const QUARTER_MS = 15 * 60_000;
/** No day of any zone is shorter: results left out within it leave no day empty. */
const SHORTEST_DAY = 23 * 4;
const COVERED_MS = storedDays * 24 * 60 * 60_000;
/** "Today" began so long ago at most, on a day of 25 hours. */
const TODAY_MS = 25 * 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

function quarterOf(at: number): number {
  return Math.floor(at / QUARTER_MS);
}

/**
 * Results of runs, newest first, for days of any time zone: the newest one's quarter of an hour since 1970, then for
 * each its letter and how many quarters it began before the next newer one (numbers in base 36), `*3` for three alike.
 * A run that cannot be the last of any day, or would add nothing, is left out.
 */
export function resultsOf(runs: Runs, now: number): string {
  const cached: { letter: string; quarter: number }[] = [];
  for (const run of runs) {
    if (run.createdAt < now - COVERED_MS) break;
    const letter = letterOf(run);
    if (letter === null) continue;
    const quarter = quarterOf(run.createdAt);
    const [newer, last] = [cached.at(-2), cached.at(-1)];
    // A run of a clock that is wrong may stand behind older ones.
    if (last !== undefined && quarter >= last.quarter) continue;
    const isBetweenAlike = last?.letter === letter && newer?.letter === letter;
    if (isBetweenAlike && newer.quarter - quarter <= SHORTEST_DAY) cached.pop();
    cached.push({ letter, quarter });
  }
  const [newest] = cached;
  if (newest === undefined) return '';
  const steps = cached.map(({ letter, quarter }, place) => {
    const gap = (cached[place - 1]?.quarter ?? quarter) - quarter;
    return `${letter}${gap.toString(36)}`;
  });
  return [newest.quarter.toString(36), ...countAlike(steps)].join(' ');
}

function countAlike(steps: readonly string[]): string[] {
  const counted: { step: string; times: number }[] = [];
  for (const step of steps) {
    const last = counted.at(-1);
    if (last?.step === step) last.times += 1;
    else counted.push({ step, times: 1 });
  }
  return counted.map(({ step, times }) => (times === 1 ? step : `${step}*${times}`));
}

/**
 * The beginning of the recoveries in the counts, so that today's can be counted in any zone; the same moment for a
 * whole day.
 */
export function recoveriesSince(now: number): number {
  return Math.floor((now - TODAY_MS) / DAY_MS) * DAY_MS;
}

/** How many recoveries fell into which quarter of an hour since 1970, oldest first. */
export function recoveriesByQuarter(moments: Iterable<number>): [quarter: number, count: number][] {
  const counts = new Map<number, number>();
  for (const at of moments) counts.set(quarterOf(at), (counts.get(quarterOf(at)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}
