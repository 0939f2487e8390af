import {
  historyDays,
  type JobCause,
  type JobDetail,
  type JobRun,
  type JobRunMachine,
  type LastRetry,
  type OpenRetry,
  type Task,
} from '@retry-desk/contract';
import { type AgentJob, EmError, type Instant, type MachineResult } from '@retry-desk/em-client';
import { atMost } from '#at-most.ts';
import { iso } from '#iso.ts';
import type { MayBeOwnRun } from '#mirror/job-state.ts';
import type { MachineResults } from '#mirror/machine-results.ts';
import type { Runs } from '#mirror/packed-runs.ts';
import type { RunRecord } from '#mirror/run-record.ts';
import { jobRowOf } from './job-row.ts';
import type { ShownCause } from './sources.ts';

/** Runs whose machine results are read from Enterprise Manager when a job's page is opened. */
const EXPLAINED_RUNS = 10;
/** How long a page waits for them. */
const READ_MS = 3_000;
const DETAIL_MS = historyDays * 24 * 60 * 60_000;

export type DetailSource = {
  job: AgentJob;
  runs: Runs;
  machines: MachineResults;
  openRetry: OpenRetry | null;
  lastRetry: LastRetry | null;
  mayBeOwnRun: MayBeOwnRun;
  retries: Task[];
  cause: ShownCause | null;
  /** Of the newest failed run. */
  causes: JobCause[];
  /** Since when all runs of it have been read; null where the whole history has. */
  readSince: Instant | null;
};

/** One job for its page. Machine results that cannot be read stay null; the rest is shown all the same. */
export async function jobDetailOf(source: DetailSource, now: number): Promise<JobDetail> {
  const { job, machines, causes, retries } = source;
  const runs = [...source.runs].filter((run) => run.createdAt >= now - DETAIL_MS);
  await readInTime(machines, runs.slice(0, EXPLAINED_RUNS));
  return {
    job: jobRowOf({ ...source, machinesOf: (id) => machines.of(id) }, now),
    description: job.description,
    causes,
    runs: runs.map((run) => jobRun(run, machines.of(run.id))),
    retries,
  };
}

/** A slow or silent Enterprise Manager must not hold up the page: a later answer is there with the next request. */
async function readInTime(machines: MachineResults, runs: readonly RunRecord[]): Promise<void> {
  const read = machines.read(runs, false).catch((error: unknown) => {
    if (!(error instanceof EmError)) throw error;
  });
  await atMost(READ_MS, read);
}

function jobRun(run: RunRecord, results: readonly MachineResult[] | undefined): JobRun {
  return {
    id: run.id,
    startedAt: iso(run.createdAt),
    endedAt: iso(run.endedAt),
    result: run.result,
    state: run.stateText,
    progress: run.progress,
    isRetry: run.isRetry,
    machines: results === undefined ? null : results.map(jobRunMachine),
  };
}

function jobRunMachine(result: MachineResult): JobRunMachine {
  return {
    machine: result.machine,
    state: result.state,
    result: result.result,
    startedAt: iso(result.startedAt),
    endedAt: iso(result.endedAt),
    reason: result.reason,
  };
}
