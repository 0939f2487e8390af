import type { AgentJob, Instant } from '@retry-desk/em-client';
import type { Runs } from '../packed-runs.ts';
import type { RunRecord } from '../run-record.ts';

/** The facts that decide whether a job is late. */
export type LateSource = {
  job: AgentJob;
  runs: Runs;
  /** Whether a run was, or may have been, begun by a retry of ours. */
  isOwnRun: (run: RunRecord) => boolean;
  /** Since when the job is known, and since when its schedule is as it is now. */
  seen: { firstSeenAt: Instant; scheduleSince: Instant };
  /** Since when all runs are known. */
  knownSince: Instant;
  /** Since when Enterprise Manager lists runs, of any job: earlier ones it may have forgotten. */
  listedSince: () => Instant;
  /** When the list of jobs was read: a schedule may be another one since. */
  jobsReadAt: Instant;
  /** Up to when Enterprise Manager is known to have collected from the job's backup server. */
  collectedUntil: Instant;
  /** The claim made when the newest run was the same: it stands until another one begins, or the schedule is off. */
  claimed: Late | null;
};

/** A job that did not start when it should have. */
export type Late = {
  kind: 'overdue';
  expectedAt: Instant | null;
  basis: 'next-run' | 'schedule' | 'rhythm';
  neverRan: boolean;
};
