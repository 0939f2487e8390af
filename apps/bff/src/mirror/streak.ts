import { isOver } from '@retry-desk/em-client';
import type { Runs } from './packed-runs.ts';
import type { RunRecord } from './run-record.ts';

/**
 * Failed runs in a row, newest first; a run in progress does not count. A run and the attempts that followed it count
 * once.
 */
export function streakOf(runs: Runs): number {
  let streak = 0;
  let attemptOpen = false;
  for (const run of runs) {
    if (!isOver(run)) continue;
    if (run.result !== 'failed') break;
    if (run.isRetry) {
      attemptOpen = true;
    } else {
      streak += 1;
      attemptOpen = false;
    }
  }
  // An attempt whose first run is not known any more still stands for one failed run.
  return attemptOpen ? streak + 1 : streak;
}

/** The run that the newest one is an attempt of; itself where it is none, or where its first run is not known any more. */
export function firstOfAttempts(runs: Runs): RunRecord | undefined {
  let first: RunRecord | undefined;
  for (const run of runs) {
    first = run;
    if (!run.isRetry) break;
  }
  return first;
}

/** Failed attempts of the newest run so far: itself and the attempts that followed it. */
export function attemptsOf(runs: Runs): number {
  let attempts = 0;
  for (const run of runs) {
    if (!isOver(run)) continue;
    if (run.result !== 'failed') break;
    attempts += 1;
    if (!run.isRetry) break;
  }
  return attempts;
}
