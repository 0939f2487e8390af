import type { Answer } from '#route.ts';
import { codingFor, matches } from './negotiate.ts';
import type { Published } from './publish.ts';
import type { Variant } from './variant.ts';

type Header = (name: string) => string | undefined;

/** The published board for one reader: 304 where it has this content already, else its bytes, made now if need be. */
export async function boardAnswer(published: Published, variant: Variant, header: Header): Promise<Answer> {
  if (!matches(header('if-none-match'), variant.etag)) await variant.bytes(codingFor(header('accept-encoding')));
  return readyBoardAnswer(published, variant, header) ?? boardAnswer(published, variant, header);
}

/** The same from what is made already; null where it is not. */
export function readyBoardAnswer(published: Published, variant: Variant, header: Header): Answer | null {
  const headers: Record<string, string> = {
    etag: variant.etag,
    vary: 'Accept-Encoding, Cookie, Authorization',
    'x-em-state': published.emState,
  };
  // Says how old the picture is even where a 304 brings no body; absent while nothing has been read.
  if (published.lastGoodAt !== null) headers['x-taken-at'] = published.lastGoodAt;
  if (matches(header('if-none-match'), variant.etag)) return { status: 304, headers };
  const coding = codingFor(header('accept-encoding'));
  const body = variant.ready(coding);
  if (body === null) return null;
  if (coding !== 'identity') headers['content-encoding'] = coding;
  return { status: 200, headers, contentType: 'application/json; charset=utf-8', body };
}
