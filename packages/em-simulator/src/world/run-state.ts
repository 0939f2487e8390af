import { partSpan } from './attempts.ts';
import type { Result, Run } from './records.ts';

/** The state of a run or machine at one moment; `end` and `result` are null while it goes on. */
export type Moment = {
  state: 'waiting' | 'starting' | 'working' | 'over';
  end: number | null;
  result: Result | null;
  progress: number;
};

/** How long an open-ended run takes to look half done, milliseconds on the clock. */
const HALF_DONE = 40_000;
const STARTING_SHARE = 0.04;

/** The run as it was at that time. */
export function momentOf(run: Run, at: number): Moment {
  if (at >= run.end) return { state: 'over', end: run.end, result: run.result, progress: 100 };
  const share = Math.max(0, shareOf(run, at));
  const state = share < STARTING_SHARE ? 'starting' : 'working';
  return { state, end: null, result: null, progress: Math.min(99, Math.floor(share * 100)) };
}

/** The machine that is `order`-th in the run, as it was at that time, and when it began. */
export function machineMomentOf(run: Run, order: number, at: number): Moment & { start: number } {
  const { start, end } = partSpan(run.start, run.end, order, run.machines.length);
  const result = run.machines[order]?.result ?? run.result;
  if (at >= end) return { start, state: 'over', end, result, progress: 100 };
  if (at < start) return { start, state: 'waiting', end: null, result: null, progress: 0 };
  const progress = end === Number.POSITIVE_INFINITY ? 10 : Math.floor(((at - start) / (end - start)) * 100);
  return { start, state: 'working', end: null, result: null, progress };
}

function shareOf(run: Run, at: number): number {
  if (run.end === Number.POSITIVE_INFINITY) return 0.95 * (1 - 2 ** ((run.start - at) / HALF_DONE));
  return (at - run.start) / (run.end - run.start);
}
