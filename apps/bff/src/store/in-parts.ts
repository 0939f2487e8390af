/** A statement takes 32 766 values in SQLite and 65 535 in PostgreSQL, and no more. */
const AT_ONCE = 500;

/** The rows for a list of any length, read with as many values in one statement as both databases allow. */
export async function inParts<T, R>(all: readonly T[], read: (some: T[]) => Promise<R[]>): Promise<R[]> {
  const found: R[][] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) found.push(await read(all.slice(start, start + AT_ONCE)));
  return found.flat();
}
