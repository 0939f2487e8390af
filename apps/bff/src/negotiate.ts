import { acceptWeights } from '#accept-weights.ts';
import { BoundedMap } from '#bounded-map.ts';

/** How a body can be sent. */
export type Coding = 'br' | 'gzip' | 'identity';

export const MOST_KNOWN = 100;
/** What browsers send is always the same: read once. */
export const knownCodings = new BoundedMap<string, Coding>(MOST_KNOWN);

/** The best coding the client takes, by the weights of its Accept-Encoding (RFC 9110, 12.5.3); ours first where they are equal. */
export function codingFor(acceptEncoding: string | undefined): Coding {
  const asked = acceptEncoding ?? '';
  const known = knownCodings.get(asked);
  if (known !== undefined) return known;
  const coding = weigh(asked);
  knownCodings.set(asked, coding);
  return coding;
}

function weigh(acceptEncoding: string): Coding {
  const weights = acceptWeights(acceptEncoding);
  const others = weights.get('*') ?? 0;
  const br = weights.get('br') ?? others;
  const gzip = weights.get('gzip') ?? weights.get('x-gzip') ?? others;
  if (br > 0 && br >= gzip) return 'br';
  return gzip > 0 ? 'gzip' : 'identity';
}

/** Whether If-None-Match names this content: any tag of its list, compared weakly, or `*` (RFC 9110, 13.1.2). */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag) return true;
  if (ifNoneMatch.trim() === '*') return true;
  const tags = ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => opaque(tag) === opaque(etag));
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
