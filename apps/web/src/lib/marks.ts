import type { JobRow, JobState, RetryState, RunResult } from '@retry-desk/contract';

/** The states that have a colour, a shape and a word. */
export type MarkState = 'failed' | 'running' | 'waiting' | 'warning' | 'ok' | 'unknown' | 'overdue' | 'hung';

/** The states that a run, a day and a retry can have; a job can be overdue or hang besides. */
export type RunMark = Exclude<MarkState, 'overdue' | 'hung'>;

/** Shapes in a 10 × 10 box, filled by the even-odd rule. */
export const shapes: Record<MarkState, string> = {
  failed: 'M5 0l5 5-5 5-5-5z',
  ok: 'M5 .5a4.5 4.5 0 100 9 4.5 4.5 0 000-9z',
  warning: 'M5 .6l5 8.8H0z',
  running: 'M5 .5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zm0 1.4v6.2a3.1 3.1 0 010-6.2z',
  waiting: 'M5 .5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zm0 1.5a3 3 0 110 6 3 3 0 010-6z',
  unknown: 'M.8.8h8.4v8.4H.8zM2.3 2.3v5.4h5.4V2.3z',
  // An hourglass, and two bars.
  overdue: 'M.8.4h8.4L6 5l3.2 4.6H.8L4 5z',
  hung: 'M1.2.8h2.9v8.4H1.2zM5.9.8h2.9v8.4H5.9z',
};

export const markOfRetry: Record<RetryState, RunMark> = {
  requested: 'waiting',
  accepted: 'waiting',
  triggered: 'waiting',
  unseen: 'waiting',
  running: 'running',
  succeeded: 'ok',
  warning: 'warning',
  failed: 'failed',
  refused: 'unknown',
  unconfirmed: 'unknown',
  stopped: 'unknown',
};

export const markOfResult: Record<RunResult, RunMark> = {
  success: 'ok',
  warning: 'warning',
  failed: 'failed',
  none: 'running',
  unknown: 'unknown',
};

const markOfState: Record<Exclude<JobState, 'idle'>, RunMark> = {
  failed: 'failed',
  unknown: 'unknown',
  running: 'running',
  never: 'unknown',
};

/** The state of a job as a mark; one that is neither failed nor running is as good as its newest run. */
export function markOfJob({ state, run, attention }: Pick<JobRow, 'state' | 'run' | 'attention'>): MarkState {
  if (attention === 'hung' || attention === 'overdue') return attention;
  if (state !== 'idle') return markOfState[state];
  return run?.result ? markOfResult[run.result] : 'unknown';
}
