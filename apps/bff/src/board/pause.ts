/** What the last round of reading came to. */
export type LastRound = {
  /** Runs are known to be there that have not been read. */
  behind: boolean;
  /** Another process reads; the next round only asks what it found. */
  hears: boolean;
  /** Nothing could be read. */
  failed: boolean;
  tookMs: number;
};

/** How often those ask that hear what another process has read. */
export const HEAR_MS = 1_000;

/** Milliseconds from the end of one round to the begin of the next. */
export function pauseAfter(last: LastRound, { pollMs, retryPollMs }: { pollMs: number; retryPollMs: number }): number {
  if (last.behind) return retryPollMs;
  if (last.hears) return Math.min(HEAR_MS, pollMs);
  // Who has waited in vain has paused already; a server that is slow but answers is given its rest.
  return last.failed ? Math.max(Math.min(retryPollMs, pollMs), pollMs - last.tookMs) : pollMs;
}
