/** What the last round of reading came to. */
export type LastPoll = {
  /** There is more history to read, and the last round read some of it. */
  advances: boolean;
  /** Another process reads; the next round only asks what it found. */
  follows: boolean;
  /** Enterprise Manager was waited for, and nobody answered. */
  inVain: boolean;
  /** Enterprise Manager was not even asked: it had failed several times in a row, or asked to wait. */
  untried: boolean;
  tookMs: number;
};

/** How often a process that does not read asks what another has read. */
export const FOLLOW_MS = 1_000;

/** Milliseconds from the end of one round to the begin of the next. */
export function pollDelay(last: LastPoll, { pollMs, retryPollMs }: { pollMs: number; retryPollMs: number }): number {
  if (last.advances) return retryPollMs;
  if (last.follows) return Math.min(FOLLOW_MS, pollMs);
  // It is the client that leaves it alone, for as long as need be: asking the client costs nobody anything.
  if (last.untried) return Math.min(retryPollMs, pollMs);
  // Who has waited in vain has paused already; a server that is slow but answers is given its rest.
  return last.inVain ? Math.max(Math.min(retryPollMs, pollMs), pollMs - last.tookMs) : pollMs;
}
