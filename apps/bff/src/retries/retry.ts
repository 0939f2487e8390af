import * as z from 'zod/mini';
import type { RetryRow, RetryStepRow } from '#store/retry-tables.ts';

/** One retry as the journal holds it. */
export type Retry = { row: RetryRow; steps: readonly RetryStepRow[] };

/** Enterprise Manager's lists just before the request: anything beyond them is new. */
const baseline = z.object({
  /** The runs of the job, newest first, at most `BASELINE_RUNS`. */
  runIds: z.array(z.string()),
  /** Start of the oldest and the newest of them, on Enterprise Manager's clock; null where the job had none. */
  oldestAt: z.nullable(z.number()),
  newestAt: z.nullable(z.number()),
  /** The highest task number of the logon session; null where Enterprise Manager did not give it. */
  taskMark: z.optional(z.nullable(z.object({ logonId: z.string(), taskId: z.nullable(z.string()) }))),
  /**
   * The time on Enterprise Manager's own clock just before the request was sent; null in records of earlier versions
   * without it.
   */
  emSentAt: z.optional(z.nullable(z.number())),
});
export type Baseline = z.infer<typeof baseline>;

/** How many runs of the job the baseline names; older ones are known by their start. */
export const BASELINE_RUNS = 50;

/** The clocks of Enterprise Manager, its backup servers and ours may differ by this much. */
export const CLOCK_DIFFERENCE_MS = 60_000;

/** The baseline of a retry that was sent; null for one that never was, and where it cannot be read. */
export function baselineOf(row: Pick<RetryRow, 'baseline'>): Baseline | null {
  if (row.baseline === null) return null;
  try {
    return z.parse(baseline, JSON.parse(row.baseline));
  } catch {
    return null; // one row that somebody has damaged must not stop the others: `follow.ts` ends it
  }
}

/** The columns of a retry that identify its run, or possible run, and its result. */
export type RunOfRetry = Pick<
  RetryRow,
  'id' | 'job_id' | 'state' | 'requested_at' | 'run_id' | 'sent_at' | 'baseline' | 'ended_at'
>;
