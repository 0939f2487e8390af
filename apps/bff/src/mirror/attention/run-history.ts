import { endOf, type Instant } from '@retry-desk/em-client';
import type { LateSource } from './late-source.ts';

/** When the runs of a job began and went on. */
export type History = {
  /** Starts that the schedule may have made, oldest first: neither Veeam's further attempts nor our retries. */
  starts: readonly Instant[];
  /** Veeam's further attempts, oldest first. */
  attempts: readonly Instant[];
  /** Whether a run went on at a moment, or until so long before: Veeam leaves out a start meanwhile. */
  wasRunning: (at: Instant, tolerance: number) => boolean;
};

/** `startsSince`: earlier ones were made by another schedule. */
export function runHistoryOf({ runs, isOwnRun }: Pick<LateSource, 'runs' | 'isOwnRun'>, startsSince: Instant): History {
  const starts: Instant[] = [];
  const attempts: Instant[] = [];
  const begins: Instant[] = [];
  const ends: Instant[] = [];
  for (const run of runs) {
    const { createdAt } = run;
    begins.push(createdAt);
    ends.push(endOf(run));
    if (createdAt >= startsSince && !isOwnRun(run)) (run.isRetry ? attempts : starts).push(createdAt);
  }
  for (const list of [starts, attempts, begins, ends]) list.reverse();
  // The latest end of this run and of all before it.
  for (let place = 1; place < ends.length; place += 1) ends[place] = Math.max(ends[place] ?? 0, ends[place - 1] ?? 0);
  const wasRunning = (at: Instant, tolerance: number) => {
    const begun = placeAfter(begins, at);
    return begun > 0 && (ends[begun - 1] ?? 0) >= at - tolerance;
  };
  return { starts, attempts, wasRunning };
}

/** Whether one of these, oldest first, is as near. */
export function hasNear(starts: readonly Instant[], at: Instant, tolerance: number): boolean {
  const last = starts[placeAfter(starts, at + tolerance) - 1];
  return last !== undefined && last >= at - tolerance;
}

/** How many of these, oldest first, are not after a moment. */
function placeAfter(moments: readonly Instant[], at: Instant): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
