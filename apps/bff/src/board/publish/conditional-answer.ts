import type { EmHealth } from '@retry-desk/contract';
import { type Coding, codingFor, matches } from '#negotiate.ts';
import type { Answer } from '#route.ts';
import type { Representation } from './representation.ts';

type Header = (name: string) => string | undefined;

/** The state that the headers carry beside the body, also on a 304 without one. */
export type PollHeaders = {
  /** When the data was last confirmed; null before the first read. */
  lastGoodAt: string | null;
  emState: EmHealth['state'];
  /** When to ask again, in milliseconds. */
  pollAfterMs: number;
};

/** A content for one reader: 304 where it has this one already, else its bytes, made now if need be. */
export async function conditionalAnswer(
  content: Representation,
  pollHeaders: PollHeaders,
  header: Header,
): Promise<Answer> {
  if (!matches(header('if-none-match'), content.etag)) await content.bytes(codingFor(header('accept-encoding')));
  return readyAnswer(content, pollHeaders, header) ?? conditionalAnswer(content, pollHeaders, header);
}

/** The same from what is made already; null where it is not. */
export function readyAnswer(content: Representation, pollHeaders: PollHeaders, header: Header): Answer | null {
  return answerIn(codingOf(content, header), content, pollHeaders);
}

/** As `readyAnswer`; requests within the same millisecond get the very same answer. */
export function createReadyAnswers(): typeof readyAnswer {
  let last: { content: Representation; pollHeaders: PollHeaders; coding: Coding | null; answer: Answer } | null = null;
  return (content, pollHeaders, header) => {
    const coding = codingOf(content, header);
    if (last?.content === content && last.coding === coding && isSame(last.pollHeaders, pollHeaders))
      return last.answer;
    const answer = answerIn(coding, content, pollHeaders);
    if (answer !== null) last = { content, pollHeaders, coding, answer };
    return answer;
  };
}

/** How the content is to be sent; null where it need not be. */
function codingOf({ etag }: Representation, header: Header): Coding | null {
  return matches(header('if-none-match'), etag) ? null : codingFor(header('accept-encoding'));
}

function isSame(a: PollHeaders, b: PollHeaders): boolean {
  return a.pollAfterMs === b.pollAfterMs && a.lastGoodAt === b.lastGoodAt && a.emState === b.emState;
}

function answerIn(coding: Coding | null, content: Representation, pollHeaders: PollHeaders): Answer | null {
  const headers: Record<string, string> = {
    etag: content.etag,
    vary: 'Accept-Encoding, Cookie, Authorization',
    'x-em-state': pollHeaders.emState,
    'x-poll-after': String(pollHeaders.pollAfterMs),
  };
  if (pollHeaders.lastGoodAt !== null) headers['x-taken-at'] = pollHeaders.lastGoodAt;
  if (coding === null) return { status: 304, headers };
  const body = content.ready(coding);
  if (body === null) return null;
  if (coding !== 'identity') headers['content-encoding'] = coding;
  return { status: 200, headers, contentType: 'application/json; charset=utf-8', body };
}
