import type { EmHealth } from '@retry-desk/contract';
import type { Answer } from '#route.ts';
import { codingFor, matches } from './negotiate.ts';
import type { Variant } from './variant.ts';

type Header = (name: string) => string | undefined;

/** What the headers tell beside the content, also where that has not changed and a 304 brings no body. */
export type Freshness = {
  /** How old the picture is; null while nothing has been read. */
  lastGoodAt: string | null;
  emState: EmHealth['state'];
  /** When to ask again, in milliseconds. */
  pollAfterMs: number;
};

/** A content for one reader: 304 where it has this one already, else its bytes, made now if need be. */
export async function contentAnswer(content: Variant, freshness: Freshness, header: Header): Promise<Answer> {
  if (!matches(header('if-none-match'), content.etag)) await content.bytes(codingFor(header('accept-encoding')));
  return readyAnswer(content, freshness, header) ?? contentAnswer(content, freshness, header);
}

/** The same from what is made already; null where it is not. */
export function readyAnswer(content: Variant, freshness: Freshness, header: Header): Answer | null {
  const headers: Record<string, string> = {
    etag: content.etag,
    vary: 'Accept-Encoding, Cookie, Authorization',
    'x-em-state': freshness.emState,
    'x-poll-after': String(freshness.pollAfterMs),
  };
  if (freshness.lastGoodAt !== null) headers['x-taken-at'] = freshness.lastGoodAt;
  if (matches(header('if-none-match'), content.etag)) return { status: 304, headers };
  const coding = codingFor(header('accept-encoding'));
  const body = content.ready(coding);
  if (body === null) return null;
  if (coding !== 'identity') headers['content-encoding'] = coding;
  return { status: 200, headers, contentType: 'application/json; charset=utf-8', body };
}
