/** One person's wish to run a failed job again. */
export type RetryOrder = {
  jobId: string;
  /** The failed run that the person saw. */
  runId?: string | null | undefined;
  note?: string | null | undefined;
  requestedBy: string;
  /** The person behind the displayed name: limits and keys count by it. */
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
