/** One person's wish to run a failed job again. */
export type RetryOrder = {
  jobId: string;
  /** The failed run the person was looking at. */
  runId?: string | null | undefined;
  note?: string | null | undefined;
  requestedBy: string;
  /** Who that is, whatever they are called: what limits and keys count by. */
  person?: string | undefined;
  /** The browser session or token the wish came with: its role counts as it is when the intent is written. */
  sessionId?: string | undefined;
  /** Goes beyond the hourly limits; needs a note. */
  overrideLimit?: boolean | undefined;
  /** Leaves the job to Veeam where it will try again by itself. */
  unlessVeeamRetries?: boolean | undefined;
  /** Address the wish came from. */
  from: string | null;
  idempotencyKey?: string | undefined;
};
