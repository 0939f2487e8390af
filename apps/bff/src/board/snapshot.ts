import type { Board, Counts, JobRow, LastRetry, OpenRetry, Task } from '@retry-desk/contract';
import { endOfRun, isOpen } from '@retry-desk/contract';
import {
  type AgentJob,
  endOf,
  type Guid,
  type Instant,
  isGood,
  isOver,
  type MachineResult,
} from '@retry-desk/em-client';
import { type MayBeOwnRun, stateOf } from '#mirror/job-state.ts';
import type { Runs } from '#mirror/packed-runs.ts';
import { jobRowOf } from './job-row.ts';
import { recoveriesByQuarter, recoveriesSince } from './quarter-hours.ts';

/** What has been read of Enterprise Manager; null until it has been read once. */
export type Known = {
  jobs: readonly AgentJob[];
  /** Runs of the job itself. */
  runsOf: (jobId: Guid) => Runs;
  /** Machine results of a run; undefined while they have not been read. */
  machinesOf: (runId: Guid) => readonly MachineResult[] | undefined;
  /** Since when all runs of a job have been read; null, or absent, where all of thirty days have. */
  readSince?: (jobId: Guid) => Instant | null;
};

/** The retries as the desk tells them. */
export type KnownRetries = {
  cards: readonly Task[];
  openRetry: (jobId: Guid) => OpenRetry | null;
  lastRetry: (jobId: Guid) => LastRetry | null;
  mayBeOwnRun: MayBeOwnRun;
};

/** What the desk tells where there is none. */
export const noRetries: KnownRetries = {
  cards: [],
  openRetry: () => null,
  lastRetry: () => null,
  mayBeOwnRun: () => false,
};

export type Picture = Omit<Board, 'revision' | 'takenAt' | 'pollSeconds' | 'em' | 'journal'>;

/**
 * The board's content from what is known: same input, same output. Before the first read every number is unknown.
 * `IncrementalView` comes to the same with less work.
 */
export function snapshot(known: Known | null, retries: KnownRetries, now: number): Picture {
  const tasks = [...retries.cards];
  if (known === null) return { counts: unknownCounts, servers: [], failed: [], tasks };
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
    failed: failed.sort(newestFailureFirst),
    tasks,
  };
}

type Counted = {
  failed: readonly JobRow[];
  tasks: readonly Task[];
  running: number;
  /** When jobs recovered. */
  recoveries: readonly number[];
  jobs: number;
};

/** The numbers of the board. */
export function countsOf({ failed, tasks, running, recoveries, jobs }: Counted, now: number): Counts {
  const retrying = tasks.filter((task) => isOpen(task.state)).length;
  const today = startOfLocalDay(now);
  const told = recoveriesSince(now);
  return {
    failed: failed.length,
    retrying,
    running,
    recoveredToday: recoveries.filter((at) => at >= today).length,
    recovered: recoveriesByQuarter(recoveries.filter((at) => at >= told)),
    jobs,
  };
}

const unknownCounts: Counts = {
  failed: null,
  retrying: null,
  running: null,
  recoveredToday: null,
  recovered: null,
  jobs: null,
};

/** When a job whose newest result is good came back after a failed run, by its first good run; null where it did not. */
export function recoveryOf(runs: Runs): number | null {
  let since: number | null = null;
  for (const run of runs) {
    if (!isOver(run)) continue;
    if (run.result === 'failed') return since;
    if (!isGood(run)) return null;
    since = Math.min(since ?? endOf(run), endOf(run));
  }
  return null;
}

/** "Today" begins at midnight of the server's own time zone (`TZ`). */
export function startOfLocalDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}

/** Jobs may share a name: the id keeps them apart and in place. */
export function newestFailureFirst(a: JobRow, b: JobRow): number {
  const failedA = a.run ? endOfRun(a.run) : '';
  const failedB = b.run ? endOfRun(b.run) : '';
  if (failedA !== failedB) return failedA < failedB ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
