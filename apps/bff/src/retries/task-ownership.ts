import type { EmTask } from '@retry-desk/em-client';
import { inParts } from '#store/in-parts.ts';
import type { RetryRow } from '#store/retry-tables.ts';
import type { DeskContext } from './desk-context.ts';
import { quotedNames, type TaskOwnership } from './evidence.ts';

/** A task that turns up later than this after its unconfirmed retry is not waited for. */
const LATE_TASK_MS = 60 * 60_000;

/**
 * The owners of these tasks of one logon session. Read after the tasks, so that a task whose answer has come meanwhile
 * already has its owner. Unconfirmed retries still seek theirs: it may turn up later and belongs to nobody else.
 */
export async function readTaskOwnership(
  desk: Pick<DeskContext, 'store' | 'clock'>,
  logonId: string,
  tasks: readonly EmTask[],
): Promise<TaskOwnership> {
  const { db } = desk.store;
  const ofSession = db.selectFrom('retries').where('logon_id', '=', logonId).where('sent_at', 'is not', null);
  const owned = ofSession.select(['em_task_id', 'run_id', 'job_name']);
  const ownedBy = (column: 'em_task_id' | 'run_id' | 'job_name', values: readonly string[]) =>
    inParts([...new Set(values)], (some) => owned.where(column, 'in', some).execute());
  const owners = [
    ...(await ownedBy(
      'em_task_id',
      tasks.map(({ ref }) => ref.taskId),
    )),
    ...(await ownedBy(
      'run_id',
      tasks.flatMap(({ runId }) => runId ?? []),
    )),
    ...(await ownedBy('job_name', tasks.flatMap(quotedNames))),
  ];
  const seekers = await ofSession
    .select(['id', 'job_name as jobName'])
    .where('em_task_id', 'is', null)
    .where((where) =>
      where.or([
        where('state', 'in', ['requested', 'running']),
        where.and([where('state', '=', 'unconfirmed'), where('sent_at', '>', desk.clock.now() - LATE_TASK_MS)]),
      ]),
    )
    .execute();
  return {
    ownedTaskIds: new Set(owners.flatMap((row) => row.em_task_id ?? [])),
    ownedRunIds: new Set(owners.flatMap((row) => row.run_id ?? [])),
    jobNames: new Set(owners.map((row) => row.job_name)),
    seekers,
  };
}

/** Runs that already belong to another retry than this one. */
export async function readRunOwners(
  desk: Pick<DeskContext, 'store'>,
  runIds: readonly string[],
): Promise<(row: RetryRow) => ReadonlySet<string>> {
  const all = desk.store.db.selectFrom('retries').select(['id', 'run_id']);
  const rows = await inParts(runIds, (some) => all.where('run_id', 'in', some).execute());
  return (row) => new Set(rows.flatMap((owner) => (owner.id !== row.id && owner.run_id !== null ? owner.run_id : [])));
}
