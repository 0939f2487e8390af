import type { ErrorCode, Problem } from '@retry-desk/contract';

/** Why a call of ours did not come to what it should. */
export type ApiFailure =
  | { kind: 'network'; timedOut: boolean }
  | { kind: 'problem'; status: number; problem: Problem }
  | { kind: 'unreadable'; status: number }
  /** Never sent, because nobody answered before. */
  | { kind: 'unsent' };

/** The one error all calls throw. Words for it are in `words.problems`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure, options?: ErrorOptions) {
    super(failure.kind === 'problem' ? failure.problem.title : failure.kind, options);
    this.failure = failure;
  }

  /** Our stable code, where the server refused in our own words. */
  get code(): ErrorCode | null {
    return this.failure.kind === 'problem' ? this.failure.problem.code : null;
  }

  get problem(): Problem | null {
    return this.failure.kind === 'problem' ? this.failure.problem : null;
  }
}

/**
 * Whether the server itself refused an action. Whatever else comes of one that was sent (silence, a cut, a page of a
 * proxy, a fault in the middle of it) leaves open whether it was done.
 */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.failure.kind === 'problem' && error.code !== 'internal';
}

/** Whether the server answered that nobody is signed in here (any more). */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not-signed-in';
}

/** Whether nobody answered: any answer, whatever is in it, is another fault. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof ApiError && (error.failure.kind === 'network' || error.failure.kind === 'unsent');
}
