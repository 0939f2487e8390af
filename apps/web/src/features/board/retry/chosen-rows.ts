import type { JobRow } from '@retry-desk/contract';
import { rowsById } from '../table/rows-by-id.ts';

/** Jobs somebody has chosen, in that order: each as it is now, or as it was last seen where it has left the list. */
export type Chosen = { jobs: JobRow[]; gone: ReadonlySet<string> };

/** Finds chosen jobs in `lists`, of which the last knows best; those in none of them are `drawn` still or remembered by `seen`, which is updated. */
export function chosenRows(
  ids: ReadonlySet<string>,
  lists: readonly (readonly JobRow[])[],
  drawn: readonly JobRow[],
  seen: Map<string, JobRow>,
): Chosen {
  for (const [id, job] of rowsById(drawn, ids)) if (!seen.has(id)) seen.set(id, job);
  const here = new Set<string>();
  for (const list of lists) {
    for (const [id, job] of rowsById(list, ids)) {
      here.add(id);
      seen.set(id, job);
    }
  }
  return { jobs: [...ids].flatMap((id) => seen.get(id) ?? []), gone: new Set([...ids].filter((id) => !here.has(id))) };
}
