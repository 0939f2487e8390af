import type {
  Acknowledged,
  AttentionKind,
  Hung,
  JobRow,
  JobState,
  LastRetry,
  OpenRetry,
  Overdue,
  RowCause,
  RunSummary,
} from '@retry-desk/contract';
import { type AgentJob, endOf, type Instant, isGood, isOver, type MachineResult } from '@retry-desk/em-client';
import { iso } from '#iso.ts';
import { autoRetryOf, type MayBeOwnRun, nextRunOf, stateOf } from '#mirror/job-state.ts';
import type { Runs } from '#mirror/packed-runs.ts';
import { type MachineSummary, machineSummary } from '#mirror/reasons.ts';
import type { RunRecord } from '#mirror/run-record.ts';
import { firstOfAttempts, streakOf } from '#mirror/streak.ts';
import { dailyResultsOf } from './daily-results.ts';
import { resultsOf } from './quarter-hours.ts';
import type { ShownCause } from './sources.ts';

/** The inputs of one row. Runs are those of the job itself. */
export type RowSource = {
  job: AgentJob;
  runs: Runs;
  /** Machine results of a run; undefined while they have not been read. */
  machinesOf: (runId: string) => readonly MachineResult[] | undefined;
  openRetry: OpenRetry | null;
  /** The newest retry that is over; null where there is none in the last days. */
  lastRetry: LastRetry | null;
  mayBeOwnRun: MayBeOwnRun;
  /** The cause of the newest run; null where it did not fail, and while that is not known. */
  cause?: ShownCause | null;
  /** That it is late or hangs; null, or absent, where it does neither. */
  late?: { overdue?: Overdue; hung?: Hung } | null;
  /** Null, or absent, where nobody has acknowledged it. */
  acknowledged?: Acknowledged | null;
  /** Since when all runs have been read; null, or absent, where the whole history has. */
  readSince?: Instant | null;
};

export function jobRowOf(source: RowSource, now: number): JobRow {
  const { job, runs, machinesOf, openRetry, lastRetry, mayBeOwnRun, cause = null, readSince = null } = source;
  const { late = null, acknowledged = null } = source;
  const attention = attentionOf(stateOf(runs), late);
  const newest = runs.at(0);
  const machines = newest === undefined ? null : machineSummary(newest, machinesOf(newest.id));
  const first = firstOfAttempts(runs);
  const autoRetryAt = iso(autoRetryOf(job, runs, mayBeOwnRun, now));
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
    cause: cause && rowCauseOf(cause, autoRetryAt),
    attention,
    ...late,
    ...(acknowledged === null || attention === null ? {} : { acknowledged }),
    streak: streakOf(runs),
    lastSuccessAt: iso(lastSuccessOf(runs)),
    nextRunAt: iso(nextRunOf(job, now)),
    ...noScheduleOf(job),
    autoRetryAt,
    openRetry,
    ...(lastRetry === null ? {} : { lastRetry }),
    strip: dailyResultsOf(runs, now, readSince),
    results: resultsOf(runs, now),
    ...(readSince === null ? {} : { readSince: iso(readSince) }),
  };
}

function noScheduleOf({ scheduleConfigured, scheduleEnabled }: AgentJob): Pick<JobRow, 'noSchedule'> {
  if (scheduleConfigured === false) return { noSchedule: 'none' };
  return scheduleEnabled === false ? { noSchedule: 'off' } : {};
}

/** Why a job needs somebody; null where it does not. */
function attentionOf(state: JobState, late: RowSource['late']): AttentionKind | null {
  if (late?.hung) return 'hung';
  if (state === 'failed' || state === 'unknown') return 'failed';
  return late?.overdue ? 'overdue' : null;
}

function rowCauseOf({ key, title, family, adviceAt }: ShownCause, veeamRetriesAt: string | null): RowCause {
  return { key, title, family, advice: adviceAt(veeamRetriesAt) };
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
    startedAt: iso(run.createdAt),
    endedAt: iso(run.endedAt),
    result: run.result,
    progress: run.progress,
    machinesFailed: machines.machinesFailed,
    machinesTotal: total === null ? null : Math.max(total, ofJob ?? 0),
  };
}
