import type { Generated } from 'kysely';

/**
 * One request to run a failed job again. Times are milliseconds since 1970 UTC on our own clock, flags are 0 or 1.
 * `phase` is the progress of the one request to Enterprise Manager while the state is still `requested`.
 */
export type RetryRow = {
  /** UUIDv7: sorts by the time of the request. */
  id: string;
  job_id: string;
  job_name: string;
  state: RetryState;
  /**
   * `claimed` nothing sent yet · `sending` the request may be on its way · `unknown` its answer is lost · `answered`.
   */
  phase: RetryPhase;
  requested_by: string;
  /** The person: issuer and subject, or the account; null in rows from before it was recorded. */
  requested_person: string | null;
  requested_from: string | null;
  requested_at: number;
  note: string | null;
  attempt: number;
  /** When `sending` was committed; null as long as nothing was sent for certain. */
  sent_at: number | null;
  /** JSON of `Baseline`: Enterprise Manager's lists before the request. */
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
  /** The subject of that wait: time is counted anew for anything else. */
  waited_for: string | null;
  ended_at: number | null;
  /** The progress of the one request to stop the job; null where there was none, or the last one failed. */
  stop_phase: 'sending' | 'unknown' | 'answered' | null;
  stop_by: string | null;
  stop_at: number | null;
  /**
   * The progress of the request to cancel the task; null where there was none, or it failed. `requested`: the process
   * with the task's logon session has yet to carry it out.
   */
  cancel_phase: 'requested' | 'sending' | 'unknown' | 'answered' | null;
  cancelled_by: string | null;
  cancelled_at: number | null;
  /** The hash of the last step; null before the first. */
  steps_hash: string | null;
  /** The number of its entries in the chain; the newest is of the row as it stands, but for fleeting columns. */
  version: number;
  /** Proves the whole row, leases left out: `chain.ts`. */
  seal: string | null;
  lease_owner: string | null;
  lease_until: number;
};

type RetryPhase = 'claimed' | 'sending' | 'unknown' | 'answered';

/** The contract's `RetryState`, which the store does not import; the compiler holds them together wherever a row goes out. */
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

/** The answer to an `Idempotency-Key`, stored for a while. */
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
