/** One person's wish to run a failed job again. */
export type RetryOrder = {
  jobId: string;
  /** The failed run the person was looking at. */
  runId?: string | null | undefined;
  note?: string | null | undefined;
  by: string;
  /** Address the wish came from. */
  from: string | null;
  idempotencyKey?: string | undefined;
};
