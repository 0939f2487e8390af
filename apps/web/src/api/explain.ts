import type { Problem } from '@retry-desk/contract';
import { words } from '#lib/words.ts';
import { ApiError } from './api-error.ts';

/** An error in words for people; Enterprise Manager's own words come apart, to be quoted. */
export function explain(error: unknown): { text: string; emMessage: string | null } {
  if (!(error instanceof ApiError)) return { text: words.problems.unexpected, emMessage: null };
  const { failure } = error;
  switch (failure.kind) {
    case 'network':
      return { text: failure.timedOut ? words.problems.timedOut : words.problems.network, emMessage: null };
    case 'unreadable':
      return { text: words.problems.unreadable, emMessage: null };
    case 'problem':
      return { text: problemText(failure.problem), emMessage: failure.problem.emMessage ?? null };
  }
}

/** Where Enterprise Manager or the link to it is at fault, what to do about it comes from the server, which knows both. */
function problemText({ code, detail }: Problem): string {
  const text = words.problems.codes[code];
  const ofEm = code === 'em-unreachable' || code === 'em-refused';
  return ofEm && detail !== undefined ? `${text} ${detail}` : text;
}
