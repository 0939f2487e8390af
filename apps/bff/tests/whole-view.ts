import type { JobRow } from '@retry-desk/contract';
import { type BoardView, countsOf, newestTroubleFirst, recoveryOf } from '#board/counts.ts';
import { jobRowOf } from '#board/job-row.ts';
import type { Known, KnownRetries } from '#board/sources.ts';
import { stateOf } from '#mirror/job-state.ts';

/** The board view made of everything at once: `IncrementalView` has to come to the same with less work. */
export function wholeView(known: Known, retries: KnownRetries, now: number): BoardView {
  const tasks = [...retries.cards];
  const failed: JobRow[] = [];
  const servers = new Set<string>();
  let running = 0;
  const recoveries: number[] = [];
  for (const job of known.jobs) {
    if (job.backupServer !== null) servers.add(job.backupServer.name);
    const runs = known.runsOf(job.id);
    const state = stateOf(runs);
    if (state === 'failed' || state === 'unknown') {
      const { mayBeOwnRun } = retries;
      const readSince = known.readSince?.(job.id) ?? null;
      const [openRetry, lastRetry] = [retries.openRetry(job.id), retries.lastRetry(job.id)];
      const source = { job, runs, readSince, machinesOf: known.machinesOf, openRetry, lastRetry, mayBeOwnRun };
      failed.push(jobRowOf(source, now));
    } else if (state === 'running' && retries.openRetry(job.id) === null) {
      running += 1;
    }
    const recoveredAt = recoveryOf(runs);
    if (recoveredAt !== null) recoveries.push(recoveredAt);
  }
  return {
    counts: countsOf({ failed, tasks, running, recoveries, jobs: known.jobs.length }, now),
    servers: [...servers].sort(),
    failed: failed.sort(newestTroubleFirst),
    tasks,
  };
}
