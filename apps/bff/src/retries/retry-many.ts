import type { BulkRetryAnswer, Task } from '@retry-desk/contract';
import { EmError } from '@retry-desk/em-client';
import { fromError } from '#problem.ts';
import { Refusal } from '#route.ts';
import type { StructuredLogger } from '#telemetry/logger.ts';
import { mapLimited } from './map-limited.ts';
import type { RetryOrder } from './retry-order.ts';

/** Requests to Enterprise Manager at a time. */
const IN_FLIGHT = 4;

/** So many unanswered requests in a row are not a matter of one job. */
const OUTAGE_IN_A_ROW = 3;

export type BulkOrder = Omit<RetryOrder, 'jobId' | 'runId'> & { jobIds: readonly string[] };

/** Retries several jobs, each with its own result in the order requested. Never throws for one of them. */
export async function retryMany(
  retry: (order: RetryOrder) => Promise<Task>,
  logger: StructuredLogger,
  { jobIds, ...order }: BulkOrder,
): Promise<BulkRetryAnswer> {
  let unansweredInARow = 0;
  let ended: Refusal | null = null;
  const outcomes = await mapLimited(jobIds, IN_FLIGHT, async (jobId) => {
    if (ended)
      return { jobId, problem: fromError(new Refusal(ended.code, `Not sent. ${ended.detail ?? ''}`.trim())).problem };
    const idempotencyKey = order.idempotencyKey && `${order.idempotencyKey} ${jobId}`;
    try {
      const task = await retry({ ...order, jobId, idempotencyKey });
      unansweredInARow = 0;
      return { jobId, task };
    } catch (error) {
      if (!(error instanceof Refusal))
        logger.error({ event: 'retry.one-of-several-failed', err: error, job: jobId }, 'one retry of several failed');
      unansweredInARow = isUnanswered(error) ? unansweredInARow + 1 : 0;
      if (error instanceof Refusal && (isOutage(error) || unansweredInARow >= OUTAGE_IN_A_ROW)) ended = error;
      return { jobId, problem: fromError(error).problem };
    }
  });
  return { outcomes };
}

/** Enterprise Manager or the journal did not answer for this job; the others need not fare the same. */
function isUnanswered(error: unknown): boolean {
  return error instanceof Refusal && (error.code === 'em-unreachable' || error.code === 'store-unavailable');
}

/** Nobody reaches Enterprise Manager: the others would fare the same, and are not tried. A time-out may be of one job. */
function isOutage({ cause }: Refusal): boolean {
  return cause instanceof EmError && cause.isOutage;
}
