import type {
  Acknowledged,
  CauseAdvice,
  Hung,
  LastRetry,
  OpenRetry,
  Overdue,
  Task,
  TaskCause,
} from '@retry-desk/contract';
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
  /** Since when all runs of a job have been read; null, or absent, where the whole history has. */
  readSince?: (jobId: Guid) => Instant | null;
};

/** A cause as a row shows it; another object when anything of it is otherwise. */
export type ShownCause = {
  key: string;
  title: string;
  family: string;
  /** The advice for a job that Veeam retries by itself then, or for one that it does not. */
  adviceAt(veeamRetriesAt: string | null): CauseAdvice;
};

/** The part of the causes that the board is made of. */
export type KnownCauses = {
  /** The cause of this failed run with the most machines; null while it is not known. */
  of: (jobId: Guid, runId: Guid) => ShownCause | null;
  ofLiveTask: (taskId: string) => TaskCause | undefined;
};

/** Whether a job is late or hangs, and its acknowledgement: the same objects while nothing of them changes. */
export type KnownAttention = {
  of: (jobId: Guid) => { overdue?: Overdue; hung?: Hung } | null;
  acknowledged: (jobId: Guid) => Acknowledged | null;
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

/** A board without causes. */
export const noCauses: KnownCauses = { of: () => null, ofLiveTask: () => undefined };

/** A board on which nothing is late and nothing acknowledged. */
export const noAttention: KnownAttention = { of: () => null, acknowledged: () => null };
