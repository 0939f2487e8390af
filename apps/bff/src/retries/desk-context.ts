import type { FinalRetryState, Role } from '@retry-desk/contract';
import type { EnterpriseManager } from '@retry-desk/em-client';
import type { Transaction } from 'kysely';
import type { Mirror } from '#mirror/mirror.ts';
import type { Store } from '#store/open-store.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import type { Database } from '#store/schema.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import type { Cards } from './cards.ts';

export type DeskSettings = {
  /** Delay between two checks of Enterprise Manager while a retry is open. */
  retryPollMs: number;
  /**
   * How long Enterprise Manager must answer without a sign of the run before the retry becomes `unseen` or
   * `unconfirmed`.
   */
  verdictMs: number;
  retriesPerJobHour: number;
  retriesPerPersonHour: number;
  /** Whether a collection is requested while the run of a triggered retry is not visible; default yes. */
  collectUnseen?: boolean;
  /** How long a run may be out of sight before that; default `COLLECT_AFTER_MS`. */
  collectAfterMs?: number;
  /** How long the desk waits for a run that is not visible, and for the end of a task; default `GIVE_UP_MS`. */
  giveUpMs?: number;
  /** How long any change of a run that goes on is waited for, and any answer; default `STILL_MS`. */
  stillMs?: number;
  /** How long a run may go on in all; default `LONGEST_RUN_MS`. */
  longestRunMs?: number;
  /**
   * How long the desk watches for a run after a task was cancelled, before the retry counts as stopped; default
   * `STOP_WATCH_MS`.
   */
  stopWatchMs?: number;
  /** How long a process that stops renewing still follows what it has; default `FOLLOW_LEASE_MS`. */
  followLeaseMs?: number;
  /** Least time between the two checks that prove an error answer to be a refusal; default `REFUSAL_PROOF_MS`. */
  refusalProofMs?: number;
};

export type DeskDeps = {
  store: Store;
  em: EnterpriseManager;
  clock: { now(): number };
  logger: StructuredLogger;
  /** A job as last read, somewhere to hand fresh runs to, and what Veeam will do by itself. */
  mirror: Pick<Mirror, 'job' | 'observeRuns' | 'veeamRetriesAt'>;
  /** The role that a session has at this moment, read in the transaction given; null where it has ended. */
  roleNow(trx: Transaction<Database>, sessionId: string): Promise<Role | null>;
  /** Writes a notice that a retry has ended, in the transaction that ends it. No notices where absent. */
  noteEnd?: ((trx: Transaction<Database>, row: RetryRow) => Promise<void>) | undefined;
  /** Called after a retry has ended and that is stored. */
  onEnd?: ((outcome: FinalRetryState) => void) | undefined;
  settings: DeskSettings;
};

/** The shared state of the desk's verbs. */
export type DeskContext = DeskDeps & {
  /** Our name on leases; new with every start. */
  owner: string;
  cards: Cards;
  /** Retries whose request this process is busy with: nobody follows them. */
  inFlight: Set<string>;
  /** Retries that were never sent, as this process recorded, although the journal does not record that. */
  neverSent: Set<string>;
  /** Makes the follower check soon. */
  wake(): void;
  stopping(): boolean;
};

/**
 * Four collections may fail: Enterprise Manager collects every 15 minutes unless configured otherwise (`CHECK_INTERVALS`
 * names the source).
 */
export const GIVE_UP_MS = 4 * 15 * 60_000;

/** Longer than any backup shows the same percentage, and than any outage that nobody notices. */
export const STILL_MS = 24 * 60 * 60_000;

/** Longer than the first full backup of a big machine over a slow line; nobody waits so long for a retry. */
export const LONGEST_RUN_MS = 14 * 24 * 60 * 60_000;

/** From the start of a run on the backup server to its appearance in Enterprise Manager; an estimate, not documented. */
export const STOP_WATCH_MS = 4_000;

/** Two checks this far apart without a new task prove that an error answer was a refusal. */
export const REFUSAL_PROOF_MS = 3_000;

/** A process that stops renewing loses its retries after this time, and a cancellation that only it could send fails. */
export const FOLLOW_LEASE_MS = 15_000;

/** Longer than the longest exchange that sends (30 s), so that nobody else judges a request on its way. */
export const SEND_LEASE_MS = 45_000;

/** The error detail as long as nothing is on its way to Enterprise Manager, and only then. */
export const NOTHING_SENT = 'Nothing was sent.';
