import fresh from 'fresh';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

const codings = ['br', 'gzip', 'identity'] as const;
/** How a body can be sent. */
export type Coding = (typeof codings)[number];

export const MOST_KNOWN = 100;
/** Browsers always send the same header: it is parsed once. */
export const knownCodings = new LRUCache<string, Coding>({ max: MOST_KNOWN });

/** The best coding for an Accept-Encoding, by its weights (RFC 9110, 12.5.3); where two weigh the same, the one we prefer. */
export function codingFor(acceptEncoding = ''): Coding {
  const known = knownCodings.get(acceptEncoding);
  if (known !== undefined) return known;
  // Its types lack the second parameter so far.
  const client: { encoding(available: string[], options: { preferred: string[] }): string | undefined } =
    new Negotiator({ headers: { 'accept-encoding': acceptEncoding } });
  const accepted = client.encoding([...codings], { preferred: ['br', 'gzip'] });
  const coding = codings.find((each) => each === accepted) ?? 'identity';
  knownCodings.set(acceptEncoding, coding);
  return coding;
}

/**
 * The one of these media types that an Accept header prefers (RFC 9110, 12.5.1): the first where the client does not
 * care. A type with its charset counts as well: everything we send is UTF-8.
 */
export function typeFor<Type extends string>(accept = '*/*', types: readonly Type[]): Type | undefined {
  const ours = types.flatMap((type) => [type, `${type}; charset=utf-8`]);
  const accepted = new Negotiator({ headers: { accept } }).mediaType(ours);
  return types.find((type) => accepted?.startsWith(type));
}

/** Whether an Accept header names this media type itself: a wildcard does not. */
export function namesType(accept: string | undefined, type: string): boolean {
  return accept !== undefined && new Negotiator({ headers: { accept } }).mediaTypes().includes(type);
}

/** Whether If-None-Match names this ETag: any tag of its list, compared weakly, or `*` (RFC 9110, 13.1.2). */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && fresh({ 'if-none-match': ifNoneMatch }, { etag });
}
