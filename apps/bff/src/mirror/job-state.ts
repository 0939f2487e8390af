import type { JobState } from '@retry-desk/contract';
import { type AgentJob, type Guid, type Instant, isGood, isOver } from '@retry-desk/em-client';
import type { Runs } from './packed-runs.ts';
import { attemptsOf } from './streak.ts';

/** Whether a run was, or may have been, begun by a retry of ours. */
export type MayBeOwnRun = (run: { id: Guid; createdAt: Instant }, jobId: Guid) => boolean;

/**
 * The newest run decides: a run in progress makes even a failed job running. Only a run that is known to be good counts
 * as good.
 */
export function stateOf(runs: Runs): JobState {
  const newest = runs.at(0);
  if (newest === undefined) return 'never';
  if (!isOver(newest)) return 'running';
  if (newest.result === 'failed') return 'failed';
  return isGood(newest) ? 'idle' : 'unknown';
}

/**
 * When Veeam tries again by itself: the job's own retry options count attempts after a failed run and the minutes
 * between them. Null where the attempts are used up or the moment has passed, and for a run that a person started or
 * stopped: Veeam does not retry that one (user guide 9.5 U4, "Job Retry":
 * https://helpcenter.veeam.com/docs/backup/vsphere/job_retry.html; of those runs we know the ones that our retries
 * began, or may have begun).
 */
export function autoRetryOf(job: AgentJob, runs: Runs, mayBeOwnRun: MayBeOwnRun, now: number): number | null {
  const newest = runs.at(0);
  if (newest === undefined || stateOf(runs) !== 'failed' || newest.endedAt === null || mayBeOwnRun(newest, job.id))
    return null;
  if (job.automaticRetry === null || job.scheduleEnabled !== true) return null;
  if (attemptsOf(runs) > job.automaticRetry.times) return null;
  const at = newest.endedAt + job.automaticRetry.waitMinutes * 60_000;
  return at > now ? at : null;
}

/** No schedule is longer than a year; a later date stands for never. */
const NEXT_RUN_WITHIN_MS = 2 * 366 * 24 * 60 * 60_000;

/**
 * The scheduled run that is still to come; none while the schedule is off. The list of jobs is read seldom: a moment
 * that has passed is none.
 */
export function nextRunOf({ nextRunAt, scheduleEnabled, scheduleConfigured }: AgentJob, now: number): number | null {
  if (nextRunAt === null || scheduleEnabled === false || scheduleConfigured === false) return null;
  return nextRunAt > now && nextRunAt < now + NEXT_RUN_WITHIN_MS ? nextRunAt : null;
}
