import type { Generated } from 'kysely';

/**
 * One request to run a failed job again. Times are milliseconds since 1970 UTC on our own clock, flags are 0 or 1.
 * `phase` says how far the one request to Enterprise Manager has come while the state is still `requested`.
 */
export type RetryRow = {
  /** UUIDv7: sorts by the time of the request. */
  id: string;
  job_id: string;
  job_name: string;
  state: RetryState;
  /** `claimed` nothing sent yet · `sending` the request may be on its way · `unknown` its answer is lost · `answered`. */
  phase: RetryPhase;
  requested_by: string;
  /** Who that is: issuer and subject, or the account; null in what was written before. */
  requested_person: string | null;
  requested_from: string | null;
  requested_at: number;
  note: string | null;
  attempt: number;
  /** When `sending` was committed; null as long as nothing was sent for certain. */
  sent_at: number | null;
  /** JSON of `Baseline`: what Enterprise Manager listed before the request. */
  baseline: string | null;
  /** Our own name of the logon session the request went through, and its task there. */
  logon_id: string | null;
  em_task_id: string | null;
  em_state: string | null;
  em_success: number | null;
  em_message: string | null;
  /** An error status with which Enterprise Manager answered the request itself. */
  em_status: number | null;
  run_id: string | null;
  /** JSON of the contract's `taskRun`. */
  run: string | null;
  /** How long Enterprise Manager has answered without showing what we wait for in this state, milliseconds. */
  waited_ms: number;
  /** What that time was waited for: time is counted anew for anything else. */
  waited_for: string | null;
  ended_at: number | null;
  /** How far the one request to stop the job has come; null where none was asked for, or the last one came to nothing. */
  stop_phase: 'sending' | 'unknown' | 'answered' | null;
  stop_by: string | null;
  stop_at: number | null;
  /**
   * How far the request to end the task has come; null where nobody asked, or it came to nothing. `requested`: whoever
   * holds the logon session of the task has yet to carry it out.
   */
  cancel_phase: 'requested' | 'sending' | 'unknown' | 'answered' | null;
  cancelled_by: string | null;
  cancelled_at: number | null;
  /** The hash of the last step; null before the first. */
  steps_hash: string | null;
  /** How many entries of the chain speak of it; the newest is of the row as it stands, but for what passes. */
  version: number;
  /** Proves the whole row, leases left out: `chain.ts`. */
  seal: string | null;
  lease_owner: string | null;
  lease_until: number;
};

type RetryPhase = 'claimed' | 'sending' | 'unknown' | 'answered';

/** The contract's `RetryState`, which the store does not know; the compiler holds them together wherever a row goes out. */
type RetryState =
  | 'requested'
  | 'accepted'
  | 'triggered'
  | 'unseen'
  | 'running'
  | 'succeeded'
  | 'warning'
  | 'failed'
  | 'refused'
  | 'unconfirmed'
  | 'stopped';

/** Append-only: when a retry came to a state and what showed it. */
export type RetryStepRow = {
  retry_id: string;
  seq: number;
  state: RetryState;
  at: number;
  evidence: string | null;
  /** Over this step and the one before it: `step-hash.ts`. */
  hash: string;
};

/** What an `Idempotency-Key` was answered with, for 24 hours. */
type RetryKeyRow = {
  key: string;
  fingerprint: string;
  retry_id: string | null;
  /** JSON of the refusal, where the answer was one. */
  refusal: string | null;
  at: number;
};

export type RetryTables = {
  retries: RetryRow & { waited_ms: Generated<number>; version: Generated<number>; lease_until: Generated<number> };
  retry_steps: RetryStepRow;
  retry_keys: RetryKeyRow;
};
