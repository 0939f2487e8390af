import type { Guid } from '@retry-desk/em-client';
import type { Estate } from './estate.ts';
import { isOver, type RunRecord } from './run-record.ts';
import { firstOfAttempts } from './streak.ts';

/** Runs of one job whose machine results stay in memory once they have been read. */
const KEPT_PER_JOB = 5;
/** Runs that did not fail, explained beside the failed ones in one poll: nobody waits for them. */
const OTHERS_PER_POLL = 100;

/** The newest ended run of each job, failed ones first: the board needs those, the machine search the others too. */
export function runsToExplain(estate: Estate, isKnown: (runId: Guid) => boolean): RunRecord[] {
  const failed: RunRecord[] = [];
  const others: RunRecord[] = [];
  for (const job of estate.jobs()) {
    const newest = estate.runsOf(job.id).find(isOver);
    if (newest === undefined) continue;
    if (newest.result === 'failed') {
      failed.push(newest);
      const first = firstOfAttempts(estate.runsOf(job.id));
      // Says how many machines the job has.
      if (first !== undefined && first !== newest && isOver(first)) failed.push(first);
    }
    if (newest.result !== 'failed' && others.length < OTHERS_PER_POLL && !isKnown(newest.id)) others.push(newest);
  }
  return [...failed, ...others];
}

/** Runs whose machine results are still of use: the newest ended ones of each job. */
export function runsWorthKeeping(estate: Estate): Set<Guid> {
  const ids = new Set<Guid>();
  for (const job of estate.jobs()) {
    let kept = 0;
    for (const run of estate.runsOf(job.id)) {
      if (!isOver(run)) continue;
      ids.add(run.id);
      kept += 1;
      if (kept === KEPT_PER_JOB) break;
    }
  }
  return ids;
}
