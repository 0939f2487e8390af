export type PollAfter = {
  /** Who has asked for the retries that are open. */
  requesters: ReadonlySet<string>;
  /** Who asks now. */
  user: string;
  /** When the next read of Enterprise Manager ends; not above 0 where it is overdue. */
  pollEndsInMs: number;
  /** The last read failed: how long the next one takes is anybody's guess. */
  failed: boolean;
  settings: { pollMs: number; retryPollMs: number };
};

/** What has been read still has to be published. */
const A_LITTLE_MS = 200;

/**
 * Milliseconds until there can be something new: after the next read of Enterprise Manager, or of the retries that are open.
 * Who waits for a retry of their own asks twice as often as it is followed, so that little is added to it.
 */
export function pollAfterMs({
  requesters,
  user,
  pollEndsInMs,
  failed,
  settings: { pollMs, retryPollMs },
}: PollAfter): number {
  // What is overdue may come at any moment, or not for long.
  const readMs = pollEndsInMs > 0 && !failed ? pollEndsInMs + A_LITTLE_MS : pollMs / 5;
  const retryMs = requesters.size === 0 ? pollMs : requesters.has(user) ? retryPollMs / 2 : retryPollMs;
  return Math.ceil(Math.min(readMs, retryMs, 2 * pollMs));
}
