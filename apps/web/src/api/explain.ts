import { words } from '#lib/words.ts';
import { ApiError, isRefusal } from './api-error.ts';

/**
 * An error in a sentence for everybody; Enterprise Manager's own words come apart, to be quoted. What there is to do about it
 * at Enterprise Manager or its settings is for those who run it: see `explainAction`.
 */
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
      return { text: words.problems.codes[failure.problem.code], emMessage: failure.problem.emMessage ?? null };
  }
}

/**
 * The outcome of an action an operator has sent: that it `failed` and why, with the remedy, where the server
 * refused, else that it is not known whether it was done.
 */
export function explainAction(error: unknown, failed?: string): { text: string; emMessage: string | null } {
  const explained = explain(error);
  if (!isRefusal(error)) return { text: `${explained.text} ${words.problems.unsure}`, emMessage: null };
  explained.text = withDetail(explained.text, error);
  return { ...explained, text: failed === undefined ? explained.text : `${failed} ${explained.text}` };
}

/** The same for an operator: where Enterprise Manager or the link to it is at fault, the server names what to do about it. */
export function withDetail(text: string, error: unknown): string {
  const problem = error instanceof ApiError ? error.problem : null;
  const ofEm = problem?.code === 'em-unreachable' || problem?.code === 'em-refused';
  return ofEm && problem.detail !== undefined ? `${text} ${problem.detail}` : text;
}
