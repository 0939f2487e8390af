import type { RetryRow } from '#store/retry-tables.ts';
import type { DeskContext } from './desk-context.ts';
import type { TaskClaims } from './evidence.ts';

/** A task that turns up later than this after its unconfirmed retry is not waited for. */
const LATE_TASK_MS = 60 * 60_000;

/**
 * Who claims which task of one logon session. Read after the tasks, so that a task whose answer has come meanwhile already
 * has its owner. Unconfirmed retries stay seekers: their task may still turn up and is not another's.
 */
export async function readTaskClaims(desk: Pick<DeskContext, 'store' | 'clock'>, logonId: string): Promise<TaskClaims> {
  const rows = await desk.store.db
    .selectFrom('retries')
    .select(['id', 'job_name', 'em_task_id', 'run_id', 'state', 'sent_at'])
    .where('logon_id', '=', logonId)
    .where('sent_at', 'is not', null)
    .execute();
  const late = desk.clock.now() - LATE_TASK_MS;
  const seeks = ({ state, sent_at }: (typeof rows)[number]) =>
    state === 'requested' || (state === 'unconfirmed' && sent_at !== null && sent_at > late);
  return {
    ownedTaskIds: new Set(rows.flatMap((row) => row.em_task_id ?? [])),
    ownedRunIds: new Set(rows.flatMap((row) => row.run_id ?? [])),
    jobNames: new Set(rows.map((row) => row.job_name)),
    seekers: rows
      .filter((row) => row.em_task_id === null && seeks(row))
      .map((row) => ({ id: row.id, jobName: row.job_name })),
  };
}

/** Runs that already belong to another retry than this one. */
export async function readRunOwners(
  desk: Pick<DeskContext, 'store'>,
  runIds: readonly string[],
): Promise<(row: RetryRow) => ReadonlySet<string>> {
  const rows =
    runIds.length === 0
      ? []
      : await desk.store.db.selectFrom('retries').select(['id', 'run_id']).where('run_id', 'in', runIds).execute();
  return (row) => new Set(rows.flatMap((owner) => (owner.id !== row.id && owner.run_id !== null ? owner.run_id : [])));
}
