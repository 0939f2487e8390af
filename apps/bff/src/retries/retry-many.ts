import type { BulkRetryAnswer, Task } from '@retry-desk/contract';
import { fromError } from '#problem.ts';
import { Refusal } from '#route.ts';
import type { DeskLogger } from './desk-context.ts';
import { mapLimited } from './map-limited.ts';
import type { RetryOrder } from './retry-order.ts';

/** Requests to Enterprise Manager at a time. */
const IN_FLIGHT = 4;

export type BulkOrder = Omit<RetryOrder, 'jobId' | 'runId'> & { jobIds: readonly string[] };

/** After one of these the others would fare the same: they are not tried. */
const ends = new Set(['em-unreachable', 'store-unavailable']);

/** Retries several jobs, each with its own outcome in the order asked. Never throws for one of them. */
export async function retryMany(
  retry: (order: RetryOrder) => Promise<Task>,
  logger: DeskLogger,
  { jobIds, ...order }: BulkOrder,
): Promise<BulkRetryAnswer> {
  let ended: Refusal | null = null;
  const outcomes = await mapLimited(jobIds, IN_FLIGHT, async (jobId) => {
    if (ended)
      return { jobId, problem: fromError(new Refusal(ended.code, `Not sent. ${ended.detail ?? ''}`.trim())).problem };
    const idempotencyKey = order.idempotencyKey && `${order.idempotencyKey} ${jobId}`;
    try {
      return { jobId, task: await retry({ ...order, jobId, idempotencyKey }) };
    } catch (error) {
      if (!(error instanceof Refusal)) logger.error({ err: error, job: jobId }, 'one retry of several failed');
      else if (ends.has(error.code)) ended = error;
      return { jobId, problem: fromError(error).problem };
    }
  });
  return { outcomes };
}
