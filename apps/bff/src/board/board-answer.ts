import type { Answer } from '#route.ts';
import { codingFor, matches } from './negotiate.ts';
import type { Published } from './publish.ts';
import type { Variant } from './variant.ts';

/** The published board for one reader: bytes made before, or 304 where the reader has this content already. */
export function boardAnswer(
  published: Published,
  variant: Variant,
  header: (name: string) => string | undefined,
): Answer {
  const headers: Record<string, string> = {
    etag: variant.etag,
    vary: 'Accept-Encoding, Cookie, Authorization',
    'x-em-state': published.emState,
  };
  // Says how old the picture is even where a 304 brings no body; absent while nothing has been read.
  if (published.lastGoodAt !== null) headers['x-taken-at'] = published.lastGoodAt;
  if (matches(header('if-none-match'), variant.etag)) return { status: 304, headers };
  const contentType = 'application/json; charset=utf-8';
  const coding = codingFor(header('accept-encoding'));
  if (coding === 'identity') return { status: 200, headers, contentType, body: variant.json };
  headers['content-encoding'] = coding;
  return { status: 200, headers, contentType, body: variant[coding] };
}
