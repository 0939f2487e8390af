import type { EmHealth } from '@retry-desk/contract';
import { EmError } from '@retry-desk/em-client';
import { iso } from '#iso.ts';

/** Something is amiss with what Enterprise Manager lists, in words for people: the rest of a sentence after its name. */
export class PlainFault extends Error {
  override readonly name = 'PlainFault';
}

/** The state of the link to Enterprise Manager. Moments are milliseconds of the clock of the process that polls it. */
export type LinkHealth = {
  state: EmHealth['state'];
  since: number;
  lastGoodAt: number | null;
  message: string | null;
  failuresInRow: number;
  /** The last poll read the runs, but not all that belongs to them. */
  partial: boolean;
  /** When the list of jobs was read last; null where that is not known. */
  jobsReadAt: number | null;
  /** Enterprise Manager's own clock is so many milliseconds ahead of that clock; null where it has not answered yet. */
  aheadMs: number | null;
};

export function newHealth(host: string, now: number): LinkHealth {
  const message = `Enterprise Manager ${host} is being read for the first time.`;
  return {
    state: 'degraded',
    since: now,
    lastGoodAt: null,
    message,
    failuresInRow: 0,
    partial: false,
    jobsReadAt: null,
    aheadMs: null,
  };
}

/** Every read of the poll succeeded. */
export function afterGood(health: LinkHealth, readAt: number): LinkHealth {
  return { ...moved(health, 'ok', readAt), lastGoodAt: readAt, message: null, failuresInRow: 0, partial: false };
}

/** The runs were read, the rest of the poll is still to come: earlier gaps in the rest may persist. */
export function afterRuns(health: LinkHealth, readAt: number): LinkHealth {
  return health.partial ? { ...health, lastGoodAt: readAt, failuresInRow: 0 } : afterGood(health, readAt);
}

/** The runs were read, something beside them was not. */
export function afterPartial(health: LinkHealth, error: unknown, host: string, readAt: number): LinkHealth {
  const state = isFinal(error) ? 'down' : 'degraded';
  return {
    ...moved(health, state, readAt),
    lastGoodAt: readAt,
    message: plainWords(error, host),
    failuresInRow: 0,
    partial: true,
  };
}

/** Nothing could be read: the first time it may pass, the second time it is down. */
export function afterFailure(health: LinkHealth, error: unknown, host: string, now: number): LinkHealth {
  const failuresInRow = health.failuresInRow + 1;
  const down = failuresInRow > 1 || health.lastGoodAt === null || isFinal(error);
  // A skipped poll is weaker evidence than the failures before it.
  const untried = error instanceof EmError && error.isUntried && health.failuresInRow > 0;
  const message = untried ? health.message : plainWords(error, host);
  return { ...moved(health, down ? 'down' : 'degraded', now), message, failuresInRow, partial: false };
}

/** The state of a poll in progress: none of its requests answered, or answered one by one, but slowly. */
export type Waiting = { kind: 'silent' | 'slow'; forMs: number };

/** The data is getting old although nothing has failed yet. */
export function afterWaiting(health: LinkHealth, host: string, { kind, forMs }: Waiting, now: number): LinkHealth {
  if (health.state === 'down') return health;
  const seconds = Math.max(1, Math.round(forMs / 1000));
  const message =
    kind === 'silent'
      ? `Enterprise Manager ${host} has not responded for ${seconds} seconds; still waiting.`
      : `Enterprise Manager ${host} is responding slowly: a poll has taken ${seconds} seconds so far.`;
  return { ...moved(health, 'degraded', now), message };
}

/**
 * `silentSince`: the newest event, where it is longer ago than this inventory ever goes without one. `readSince`: where older runs
 * are still to be read.
 */
export function toEmHealth(
  health: LinkHealth,
  { newestEventAt, silentSince, readSince }: Record<'newestEventAt' | 'silentSince' | 'readSince', number | null>,
): EmHealth {
  return {
    state: health.state,
    since: iso(health.since),
    lastGoodAt: iso(health.lastGoodAt),
    message: health.message,
    newestEventAt: iso(newestEventAt),
    ...(silentSince === null ? {} : { silentSince: iso(silentSince) }),
    ...(readSince === null ? {} : { readSince: iso(readSince) }),
  };
}

function moved(health: LinkHealth, state: LinkHealth['state'], now: number): LinkHealth {
  return health.state === state ? health : { ...health, state, since: now };
}

/** Failures that waiting does not heal: somebody has to change an account, a certificate or a right. */
function isFinal(error: unknown): boolean {
  return error instanceof EmError && error.needsSomebody;
}

/** The failure for people: which Enterprise Manager, which call, what to do. */
export function plainWords(error: unknown, host: string): string {
  if (error instanceof PlainFault) return `Enterprise Manager ${host}: ${error.message}`;
  if (!(error instanceof EmError))
    return `What Enterprise Manager ${host} answered could not be used; see the server's log.`;
  if (!error.lacksAgentJobs) return `Enterprise Manager ${error.brief}`;
  return (
    `Enterprise Manager ${host} does not let our account read agent jobs (${error.shortCall} answered 403): ` +
    'the account is no Portal Administrator. Give it that role in Enterprise Manager under Configuration, Roles.'
  );
}
