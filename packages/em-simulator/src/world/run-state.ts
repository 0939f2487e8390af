import type { MachineRun, Result, Run } from './records.ts';

/** What a run or machine looks like at one moment; `end` and `result` are null while it goes on. */
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

/** A machine of the run as it was at that time: machines go one after the other. */
export function machineMomentOf(run: Run, part: MachineRun, place: number, at: number): Moment {
  const { start, end } = machineSpan(run, place);
  if (at >= end) return { state: 'over', end, result: part.result, progress: 100 };
  if (at < start) return { state: 'waiting', end: null, result: null, progress: 0 };
  const progress = end === Number.POSITIVE_INFINITY ? 10 : Math.floor(((at - start) / (end - start)) * 100);
  return { state: 'working', end: null, result: null, progress };
}

/** When a machine of the run begins and ends. */
export function machineSpan(run: Run, place: number): { start: number; end: number } {
  if (run.end === Number.POSITIVE_INFINITY) return { start: run.start, end: run.end };
  const each = (run.end - run.start) / Math.max(1, run.machines.length);
  return { start: Math.floor(run.start + each * place), end: Math.floor(run.start + each * (place + 1)) };
}

function shareOf(run: Run, at: number): number {
  if (run.end === Number.POSITIVE_INFINITY) return 0.95 * (1 - 2 ** ((run.start - at) / HALF_DONE));
  return (at - run.start) / (run.end - run.start);
}
