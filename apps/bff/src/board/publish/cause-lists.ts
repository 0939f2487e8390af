import type { ListedCause } from '@retry-desk/contract';
import { etagOf, Representation } from './representation.ts';

/** The list of causes as it is sent: made once per change, for operators and viewers alike, since it names no account. */
export function createCauseLists(): (causes: readonly ListedCause[]) => Representation {
  let cached: { causes: readonly ListedCause[]; representation: Representation } | null = null;

  return (causes) => {
    if (cached?.causes !== causes) {
      const text = JSON.stringify({ causes });
      const etag = etagOf(text);
      const before = cached?.representation ?? null;
      cached = { causes, representation: before?.etag === etag ? before : new Representation([text], etag, before) };
    }
    return cached.representation;
  };
}
