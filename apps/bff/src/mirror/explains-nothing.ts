import { saysNothing } from '@retry-desk/failure-causes';
import { LRUCache } from 'lru-cache';

/** Characters of reasons that are kept, so that ten thousand long ones do not fill the memory. */
const MOST_CHARACTERS = 1_000_000;

const known = new LRUCache<string, boolean>({
  maxSize: MOST_CHARACTERS,
  sizeCalculation: (_, reason) => reason.length + 1,
});

/** `saysNothing`, worked out once for a reason: many runs have the same, and each change of a row asks again. */
export function explainsNothing(reason: string): boolean {
  const before = known.get(reason);
  if (before !== undefined) return before;
  const isNothing = saysNothing(reason);
  known.set(reason, isNothing);
  return isNothing;
}
