import type { JobRow } from '@retry-desk/contract';
import { rowsById } from '../table/rows-by-id.ts';

/** Rows of chosen jobs, by id, as they were last seen, and whether they have left the list. */
export type SeenRows = ReadonlyMap<string, { job: JobRow; isGone: boolean }>;

/**
 * Chosen jobs as they are in `lists`, of which the last counts most; those in none of them as they were before, or as they are
 * `drawn` still. The same map where nothing has changed.
 */
export function seenRows(
  before: SeenRows,
  ids: ReadonlySet<string>,
  lists: readonly (readonly JobRow[])[],
  drawn: readonly JobRow[],
): SeenRows {
  const here = new Map(lists.flatMap((list) => [...rowsById(list, ids)]));
  const still = rowsById(drawn, ids);
  const after: SeenRows = new Map(
    [...ids].flatMap((id) => {
      const job = here.get(id) ?? before.get(id)?.job ?? still.get(id);
      return job ? [[id, { job, isGone: !here.has(id) }]] : [];
    }),
  );
  const isSame = [...after].every(([id, { job, isGone }]) => {
    const row = before.get(id);
    return row?.job === job && row.isGone === isGone;
  });
  return isSame && after.size === before.size ? before : after;
}

/** Some of the chosen jobs, in their order, and which of them have left the list. */
export function chosenRows(ids: ReadonlySet<string>, seen: SeenRows): { jobs: JobRow[]; gone: ReadonlySet<string> } {
  const rows = [...ids].flatMap((id) => seen.get(id) ?? []);
  return {
    jobs: rows.map(({ job }) => job),
    gone: new Set(rows.flatMap(({ job, isGone }) => (isGone ? job.id : []))),
  };
}
