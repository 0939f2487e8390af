import type { Problem } from '@retry-desk/contract';
import { words } from '#lib/words.ts';
import { ApiError, isRefusal } from './api-error.ts';

/** An error in words for people; Enterprise Manager's own words come apart, to be quoted. */
export function explain(error: unknown): { text: string; emMessage: string | null } {
  if (!(error instanceof ApiError)) return { text: words.problems.unexpected, emMessage: null };
  const { failure } = error;
  switch (failure.kind) {
    case 'network':
      return { text: failure.timedOut ? words.problems.timedOut : words.problems.network, emMessage: null };
    case 'unreadable':
      return { text: words.problems.unreadable, emMessage: null };
    case 'unsent':
      return { text: words.problems.unsent, emMessage: null };
    case 'problem':
      return { text: problemText(failure.problem), emMessage: failure.problem.emMessage ?? null };
  }
}

/**
 * What became of an action that was sent: that it `failed` and why, where the server said no, else that it is not known
 * whether it was done.
 */
export function explainAction(error: unknown, failed?: string): { text: string; emMessage: string | null } {
  const told = explain(error);
  if (!isRefusal(error)) return { text: `${told.text} ${words.problems.unsure}`, emMessage: null };
  return { ...told, text: failed === undefined ? told.text : `${failed} ${told.text}` };
}

/** Where Enterprise Manager or the link to it is at fault, what to do about it comes from the server, which knows both. */
function problemText({ code, detail }: Problem): string {
  const text = words.problems.codes[code];
  const ofEm = code === 'em-unreachable' || code === 'em-refused';
  return ofEm && detail !== undefined ? `${text} ${detail}` : text;
}
