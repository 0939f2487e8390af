import type { EmHealth } from '@retry-desk/contract';
import { type Coding, codingFor, matches } from '#negotiate.ts';
import type { Answer } from '#route.ts';
import type { Variant } from './representation.ts';

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
  return answerIn(codingOf(content, header), content, freshness);
}

/** As `readyAnswer`; who asks within the same millisecond as others gets the very same answer. */
export function createReadyAnswers(): typeof readyAnswer {
  let last: { content: Variant; freshness: Freshness; coding: Coding | null; answer: Answer } | null = null;
  return (content, freshness, header) => {
    const coding = codingOf(content, header);
    if (last?.content === content && last.coding === coding && isSame(last.freshness, freshness)) return last.answer;
    const answer = answerIn(coding, content, freshness);
    if (answer !== null) last = { content, freshness, coding, answer };
    return answer;
  };
}

/** How the content is to be sent; null where it need not be. */
function codingOf({ etag }: Variant, header: Header): Coding | null {
  return matches(header('if-none-match'), etag) ? null : codingFor(header('accept-encoding'));
}

function isSame(a: Freshness, b: Freshness): boolean {
  return a.pollAfterMs === b.pollAfterMs && a.lastGoodAt === b.lastGoodAt && a.emState === b.emState;
}

function answerIn(coding: Coding | null, content: Variant, freshness: Freshness): Answer | null {
  const headers: Record<string, string> = {
    etag: content.etag,
    vary: 'Accept-Encoding, Cookie, Authorization',
    'x-em-state': freshness.emState,
    'x-poll-after': String(freshness.pollAfterMs),
  };
  if (freshness.lastGoodAt !== null) headers['x-taken-at'] = freshness.lastGoodAt;
  if (coding === null) return { status: 304, headers };
  const body = content.ready(coding);
  if (body === null) return null;
  if (coding !== 'identity') headers['content-encoding'] = coding;
  return { status: 200, headers, contentType: 'application/json; charset=utf-8', body };
}
