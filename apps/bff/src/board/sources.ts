import type { LastRetry, OpenRetry, Task } from '@retry-desk/contract';
import type { AgentJob, Guid, Instant, MachineResult } from '@retry-desk/em-client';
import type { MayBeOwnRun } from '#mirror/job-state.ts';
import type { Runs } from '#mirror/packed-runs.ts';

/** The part of the mirror that the board is made of. */
export type Known = {
  jobs: readonly AgentJob[];
  /** Runs of the job itself. */
  runsOf: (jobId: Guid) => Runs;
  /** Machine results of a run; undefined while they have not been read. */
  machinesOf: (runId: Guid) => readonly MachineResult[] | undefined;
  /** Since when all runs of a job have been read; null, or absent, where all of thirty days have. */
  readSince?: (jobId: Guid) => Instant | null;
};

/** The part of the desk that the board is made of. */
export type KnownRetries = {
  cards: readonly Task[];
  openRetry: (jobId: Guid) => OpenRetry | null;
  lastRetry: (jobId: Guid) => LastRetry | null;
  mayBeOwnRun: MayBeOwnRun;
};

/** A desk without retries. */
export const noRetries: KnownRetries = {
  cards: [],
  openRetry: () => null,
  lastRetry: () => null,
  mayBeOwnRun: () => false,
};
