import { type AgentJob, endOf, isGood, isOver } from '@retry-desk/em-client';
import type { Runs } from '#mirror/packed-runs.ts';
import type { Ending, JobTrouble, Member } from './groups.ts';

/** A job as it is now; undefined where Enterprise Manager lists it no more. */
export type JobNow = { job: AgentJob; runs: Runs } | undefined;

/**
 * How a job that is no candidate of a trouble left it. Null while it may still need somebody: a retry is under way, Veeam
 * tries again, a result is unknown.
 */
export function endingOf(trouble: JobTrouble, member: Member, found: JobNow, now: number): Ending | null {
  if (found === undefined) return { kind: 'not-listed', runId: null, at: now };
  if (trouble === 'failed') return recoveryOf(member, found.runs, now);
  if (trouble === 'overdue') return startOf(member, found.runs, now);
  return endOfHung(member, found.runs, now);
}

/** Only the newest run proves it, and only where it is known to be good, and to have come after the failed one. */
function recoveryOf({ runId, since }: Member, runs: Runs, now: number): Ending | null {
  const newest = runs.at(0);
  if (newest === undefined || !isOver(newest) || !isGood(newest)) return null;
  // Restored from a snapshot, Enterprise Manager lists what came before the failure.
  if (endOf(newest) <= since && !runs.values().some(({ id }) => id === runId))
    return { kind: 'not-listed', runId: null, at: now };
  return { kind: 'recovered', runId: newest.id, at: endOf(newest) };
}

function startOf({ since }: Member, runs: Runs, now: number): Ending {
  const newest = runs.at(0);
  if (newest === undefined || newest.createdAt < since) return { kind: 'withdrawn', runId: null, at: now };
  return { kind: 'started', runId: newest.id, at: newest.createdAt };
}

function endOfHung({ runId }: Member, runs: Runs, now: number): Ending {
  const run = runs.values().find(({ id }) => id === runId);
  if (run === undefined) return { kind: 'not-listed', runId: null, at: now };
  return isOver(run)
    ? { kind: 'run-ended', runId: run.id, at: endOf(run) }
    : { kind: 'withdrawn', runId: run.id, at: now };
}
