import type { JobRow } from '@retry-desk/contract';

/** The rows of a few jobs, by id: cheaper than a map of all rows, which would be made with every board. */
export function rowsById(rows: readonly JobRow[], ids: ReadonlySet<string>): ReadonlyMap<string, JobRow> {
  if (ids.size === 0) return new Map();
  return new Map(rows.filter(({ id }) => ids.has(id)).map((job) => [job.id, job]));
}
