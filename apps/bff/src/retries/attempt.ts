import { endOf, isGood, type Run } from '@retry-desk/em-client';
import type { DeskContext } from './desk-context.ts';
import { baselineOf } from './retry.ts';

/** Retries of one job that are read: nobody counts further. */
const COUNTED = 500;

/**
 * The number of the retry within the job's present series of failures, 1 for the first: the retries of this job that
 * were sent since the end of its last success, as far as its newest runs show it, and one more. Sending times are on
 * Enterprise Manager's clock, like the end of the success; on ours where its answers have no Date.
 */
export async function attemptNumber(
  desk: Pick<DeskContext, 'store'>,
  jobId: string,
  id: string,
  runs: readonly Run[],
): Promise<number> {
  const success = runs.find(isGood);
  const since = success === undefined ? 0 : endOf(success);
  const sent = await desk.store.db
    .selectFrom('retries')
    .select(['baseline', 'sent_at'])
    .where('job_id', '=', jobId)
    .where('id', '!=', id)
    .where('sent_at', 'is not', null)
    .orderBy('sent_at', 'desc')
    .limit(COUNTED)
    .execute();
  return sent.filter((row) => (baselineOf(row)?.emSentAt ?? row.sent_at ?? 0) > since).length + 1;
}
