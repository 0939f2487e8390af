import type { JobRow, JobState, LastRetry, OpenRetry, RunSummary } from '@retry-desk/contract';
import {
  type AgentJob,
  endOf,
  type Guid,
  type Instant,
  isGood,
  isOver,
  type MachineResult,
} from '@retry-desk/em-client';
import { resultsOf } from './quarter-hours.ts';
import { type MachineSummary, machineSummary } from './reasons.ts';
import type { Runs } from './run-list.ts';
import type { RunRecord } from './run-record.ts';
import { attemptsOf, firstOfAttempts, streakOf } from './streak.ts';
import { stripOf } from './strip.ts';

/** Whether a run was, or may have been, begun by a retry of ours. */
export type MayBeOwnRun = (run: { id: Guid; createdAt: Instant }, jobId: Guid) => boolean;

/** What one row is made of. Runs are those of the job itself. */
export type RowSource = {
  job: AgentJob;
  runs: Runs;
  /** Machine results of a run; undefined while they have not been read. */
  machinesOf: (runId: string) => readonly MachineResult[] | undefined;
  openRetry: OpenRetry | null;
  /** The newest retry that is over; null where the last days know none. */
  lastRetry: LastRetry | null;
  mayBeOwnRun: MayBeOwnRun;
  /** Since when all runs have been read; null, or absent, where all of thirty days have. */
  readSince?: Instant | null;
};

/** The newest run decides: a run in progress makes even a failed job running. What nobody knows to be good is not called so. */
export function stateOf(runs: Runs): JobState {
  const newest = runs.at(0);
  if (newest === undefined) return 'never';
  if (!isOver(newest)) return 'running';
  if (newest.result === 'failed') return 'failed';
  return isGood(newest) ? 'idle' : 'unknown';
}

export function jobRowOf(source: RowSource, now: number): JobRow {
  const { job, runs, machinesOf, openRetry, lastRetry, mayBeOwnRun, readSince = null } = source;
  const newest = runs.at(0);
  const machines = newest === undefined ? null : machineSummary(newest, machinesOf(newest.id));
  const first = firstOfAttempts(runs);
  return {
    id: job.id,
    name: job.name,
    platform: job.platform,
    backupServer: job.backupServer?.name ?? null,
    state: stateOf(runs),
    run:
      newest === undefined || machines === null
        ? null
        : runSummaryOf(newest, machines, first && machinesOf(first.id)?.length),
    reasons: machines?.reasons ?? [],
    streak: streakOf(runs),
    lastSuccessAt: iso(lastSuccessOf(runs)),
    nextRunAt: iso(nextRunOf(job, now)),
    autoRetryAt: iso(autoRetryOf(job, runs, mayBeOwnRun, now)),
    openRetry,
    ...(lastRetry === null ? {} : { lastRetry }),
    strip: stripOf(runs, now, readSince),
    results: resultsOf(runs, now),
    ...(readSince === null ? {} : { readSince: new Date(readSince).toISOString() }),
  };
}

/**
 * When Veeam tries again by itself: the job's own retry options count attempts after a failed run and the minutes between
 * them. Null where the attempts are used up or the moment has passed, and for a run that a person started or stopped: Veeam
 * does not retry that one (help centre, job retry; of those runs we know the ones that our retries began, or may have begun).
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

/** No schedule is longer than a year; what is further ahead is a stand-in for never. */
const NEXT_RUN_WITHIN_MS = 2 * 366 * 24 * 60 * 60_000;

/**
 * The scheduled run that is still to come; none while the schedule is off. The list of jobs is read seldom: a moment that
 * has passed is none.
 */
export function nextRunOf({ nextRunAt, scheduleEnabled, scheduleConfigured }: AgentJob, now: number): number | null {
  if (nextRunAt === null || scheduleEnabled === false || scheduleConfigured === false) return null;
  return nextRunAt > now && nextRunAt < now + NEXT_RUN_WITHIN_MS ? nextRunAt : null;
}

function lastSuccessOf(runs: Runs): number | null {
  const good = runs.values().find((run) => isOver(run) && isGood(run));
  return good === undefined ? null : endOf(good);
}

/** `ofJob`: an attempt holds only the machines that had failed; its first run held them all. */
function runSummaryOf(run: RunRecord, machines: MachineSummary, ofJob: number | undefined): RunSummary {
  const total = machines.machinesTotal;
  return {
    id: run.id,
    startedAt: new Date(run.createdAt).toISOString(),
    endedAt: iso(run.endedAt),
    result: run.result,
    progress: run.progress,
    machinesFailed: machines.machinesFailed,
    machinesTotal: total === null ? null : Math.max(total, ofJob ?? 0),
  };
}

/** The contract's spelling of a moment. */
export function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
