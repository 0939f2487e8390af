import type { JobRow } from '@retry-desk/contract';

/** The rows drawn while a hand is over the table. */
export type HeldRows = {
  rows: readonly JobRow[];
  /** Jobs that have left the list since, and are still drawn. */
  gone: ReadonlySet<string>;
  /** Rows that came or left and wait. */
  changes: number;
};

const none: ReadonlySet<string> = new Set();

/** Whether two lists are of the same jobs in the same order, whatever is new inside each. */
export function standAlike(before: readonly JobRow[], after: readonly JobRow[]): boolean {
  if (before === after) return true;
  return before.length === after.length && before.every(({ id }, place) => id === after[place]?.id);
}

/** The rows that were seen, in the order they were seen in, with what is new inside each. */
export function holdRows(seen: readonly JobRow[], fresh: readonly JobRow[]): HeldRows {
  if (standAlike(seen, fresh)) return { rows: fresh, gone: none, changes: 0 };
  const now = new Map(fresh.map((job) => [job.id, job]));
  const gone = new Set(seen.map(({ id }) => id).filter((id) => !now.has(id)));
  const came = fresh.length - (seen.length - gone.size);
  return { rows: seen.map((job) => now.get(job.id) ?? job), gone, changes: gone.size + came };
}
