import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from './open-store.ts';

/** Everything there is, slice by slice: `read` gives one and where the next begins; null after the last. */
export async function* inSlices<Slice>(
  { exports }: Pick<Store, 'exports'>,
  from: string | undefined,
  read: (cursor: string | undefined) => Promise<{ slice: Slice; next: string | null }>,
): AsyncGenerator<Slice> {
  let cursor = from;
  do {
    const giveBack = await exports.take();
    let found: { slice: Slice; next: string | null };
    try {
      found = await read(cursor);
    } finally {
      giveBack();
    }
    yield found.slice;
    // Whoever else waits for this process comes first.
    await nextTurn();
    cursor = found.next ?? undefined;
  } while (cursor !== undefined);
}
