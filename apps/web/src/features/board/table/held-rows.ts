/** A row of the table, by its id. */
type Row = { id: string };

/** The rows drawn while a hand is over the table. */
export type HeldRows<R extends Row> = {
  rows: readonly R[];
  /** Ids of rows that have left the list since, and are still drawn. */
  gone: ReadonlySet<string>;
  /** Rows that came or left and wait. */
  changes: number;
};

const none: ReadonlySet<string> = new Set();

/** Whether two lists are of the same rows in the same order, whatever is new inside each. */
export function standAlike(before: readonly Row[], after: readonly Row[]): boolean {
  if (before === after) return true;
  return before.length === after.length && before.every(({ id }, place) => id === after[place]?.id);
}

/** The rows that were seen, in the order they were seen in, with what is new inside each. */
export function holdRows<R extends Row>(seen: readonly R[], fresh: readonly R[]): HeldRows<R> {
  if (standAlike(seen, fresh)) return { rows: fresh, gone: none, changes: 0 };
  const now = new Map(fresh.map((row) => [row.id, row]));
  const gone = new Set(seen.map(({ id }) => id).filter((id) => !now.has(id)));
  const came = fresh.length - (seen.length - gone.size);
  return { rows: seen.map((row) => now.get(row.id) ?? row), gone, changes: gone.size + came };
}
