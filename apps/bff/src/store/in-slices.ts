/** Everything there is, slice by slice: `read` gives one and where the next begins; null after the last. */
export async function* inSlices<Slice>(
  from: string | undefined,
  read: (cursor: string | undefined) => Promise<{ slice: Slice; next: string | null }>,
): AsyncGenerator<Slice> {
  let cursor = from;
  do {
    const { slice, next } = await read(cursor);
    yield slice;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}
