import { endOf, isGood, type Run } from '@retry-desk/em-client';
import type { DeskContext } from './desk-context.ts';
import { baselineOf } from './retry.ts';

/** So many retries of one job are looked at: nobody counts further. */
const COUNTED = 500;

/**
 * Which retry of the job's present failed streak this is, 1 for the first: the retries of this job that were sent since
 * the end of its last success, as far as its newest runs tell, and one more. When they were sent is told by Enterprise
 * Manager's clock, as the end of the success is; by ours where its answers bear no Date.
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
