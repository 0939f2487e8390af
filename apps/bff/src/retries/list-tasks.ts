import { openRetryStates, type TaskList, type taskListQuery } from '@retry-desk/contract';
import type { Expression, SqlBool } from 'kysely';
import * as z from 'zod/mini';
import { Refusal } from '#route.ts';
import { containsText } from '#store/contains-text.ts';
import { inSlices } from '#store/in-slices.ts';
import { storeCall } from '#store/store-error.ts';
import type { DeskContext } from './desk-context.ts';
import { withSteps } from './journal.ts';
import { type ExportedTask, exportedTask, presentTask } from './present.ts';
import type { Retry } from './retry.ts';

export type TaskListQuery = z.infer<typeof taskListQuery>;

const PAGE = 50;
/** Of an export: some milliseconds of everybody's time. */
const SLICE = 100;

/** Retries newest first; `nextCursor` is the id to go on after. @throws Refusal `bad-request`, `store-unavailable` */
export async function readTaskList(
  desk: Pick<DeskContext, 'store'>,
  query: TaskListQuery,
  size = PAGE,
): Promise<TaskList> {
  const { retries, nextCursor } = await readPage(desk, query, size);
  return { tasks: retries.map(presentTask), nextCursor };
}

async function readPage(
  desk: Pick<DeskContext, 'store'>,
  query: TaskListQuery,
  size: number,
): Promise<{ retries: Retry[]; nextCursor: string | null }> {
  if (query.cursor !== undefined && !z.uuid().safeParse(query.cursor).success) {
    throw new Refusal('bad-request', 'The cursor is not one of ours.');
  }
  const found = await storeCall(() => read(desk, query, size + 1));
  const retries = found.slice(0, size);
  const more = found.length > size;
  return { retries, nextCursor: more ? (retries.at(-1)?.row.id ?? null) : null };
}

/** Every retry that fits, newest first, a page at a time. @throws Refusal `bad-request`, `store-unavailable` */
export function taskPages(desk: Pick<DeskContext, 'store'>, query: TaskListQuery): AsyncGenerator<ExportedTask[]> {
  return inSlices(query.cursor, async (cursor) => {
    const { retries, nextCursor } = await readPage(desk, { ...query, cursor }, SLICE);
    return { slice: retries.map(exportedTask), next: nextCursor };
  });
}

async function read(desk: Pick<DeskContext, 'store'>, query: TaskListQuery, limit: number): Promise<Retry[]> {
  const rows = await desk.store.db
    .selectFrom('retries')
    .selectAll()
    .where((where) => {
      const all: Expression<SqlBool>[] = [];
      const { state, job, by, since, cursor } = query;
      if (state === 'open') all.push(where('state', 'in', openRetryStates));
      else if (state === 'ended') all.push(where('state', 'not in', openRetryStates));
      else if (state !== undefined) all.push(where('state', '=', state));
      if (job !== undefined) all.push(where('job_id', '=', job));
      if (by) all.push(containsText('requested_by', by));
      if (since !== undefined) all.push(where('requested_at', '>=', Date.parse(since)));
      if (cursor !== undefined) all.push(where('id', '<', cursor.toLowerCase()));
      return where.and(all);
    })
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return await withSteps(desk.store.db, rows);
}
