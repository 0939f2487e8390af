/** The result of the last poll cycle. */
export type LastPoll = {
  /** There is more to backfill, and the last cycle read some of it. */
  advances: boolean;
  /** Another process polls; the next cycle only receives its changes. */
  follows: boolean;
  /** Enterprise Manager was waited for, and nobody answered. */
  inVain: boolean;
  /**
   * The poll was skipped: earlier polls had failed several times in a row, or Enterprise Manager had sent Retry-After.
   */
  untried: boolean;
  tookMs: number;
};

/** How often a follower receives the leader's changes. */
export const FOLLOW_MS = 1_000;

/** Milliseconds from the end of one cycle to the beginning of the next. */
export function pollDelay(last: LastPoll, { pollMs, retryPollMs }: { pollMs: number; retryPollMs: number }): number {
  if (last.advances) return retryPollMs;
  if (last.follows) return Math.min(FOLLOW_MS, pollMs);
  // It is the client that leaves it alone, for as long as need be: asking the client costs nobody anything.
  if (last.untried) return Math.min(retryPollMs, pollMs);
  // A timeout was a delay already; a server that is slow but answers gets its rest.
  return last.inVain ? Math.max(Math.min(retryPollMs, pollMs), pollMs - last.tookMs) : pollMs;
}
