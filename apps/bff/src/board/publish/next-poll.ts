export type PollAfter = {
  /** People with open retries. */
  requesters: ReadonlySet<string>;
  /** The person who polls. */
  user: string;
  /** When the next read of Enterprise Manager ends; not above 0 where it is overdue. */
  pollEndsInMs: number;
  /** The last read failed: how long the next one takes is anybody's guess. */
  failed: boolean;
  settings: { pollMs: number; retryPollMs: number };
};

/** Time to publish a finished poll. */
const A_LITTLE_MS = 200;

/**
 * Milliseconds until there can be something new: after the next poll of Enterprise Manager, or of the open retries. A
 * person with an open retry polls twice as often as it is followed, so that little is added to it.
 */
export function pollAfterMs({
  requesters,
  user,
  pollEndsInMs,
  failed,
  settings: { pollMs, retryPollMs },
}: PollAfter): number {
  // An overdue poll may end at any moment, or not for long.
  const readMs = pollEndsInMs > 0 && !failed ? pollEndsInMs + A_LITTLE_MS : pollMs / 5;
  const retryMs = requesters.size === 0 ? pollMs : requesters.has(user) ? retryPollMs / 2 : retryPollMs;
  return Math.ceil(Math.min(readMs, retryMs, 2 * pollMs));
}
