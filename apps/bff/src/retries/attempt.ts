import type { Run } from '@retry-desk/em-client';
import type { DeskContext } from './desk-context.ts';

/**
 * Which retry of the job's present failed streak this is, 1 for the first: the retries of this job that were sent since
 * the end of its last success, as far as its newest runs tell, and one more.
 */
export async function attemptNumber(
  desk: Pick<DeskContext, 'store'>,
  jobId: string,
  id: string,
  runs: readonly Run[],
): Promise<number> {
  const success = runs.find((run) => run.result === 'success' || run.result === 'warning');
  const row = await desk.store.db
    .selectFrom('retries')
    .select((select) => select.fn.countAll().as('count'))
    .where('job_id', '=', jobId)
    .where('id', '!=', id)
    .where('sent_at', '>', success?.endedAt ?? success?.createdAt ?? 0)
    .executeTakeFirst();
  return Number(row?.count ?? 0) + 1;
}
