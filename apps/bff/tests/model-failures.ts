import { EmError, type EmErrorKind } from '@retry-desk/em-client';

/** The fate of the next request to retry, with a lossy network and a moody server. */
export type Fate =
  | 'accepted'
  | 'refused-400'
  | 'refused-result'
  | 'answer-lost'
  | 'cut-before'
  | 'error-done'
  | 'error-not-done'
  | 'done-late'
  | 'not-sent'
  | 'hangs-done'
  | 'hangs-not-done';

/** The kinds of reads: the list of tasks, one task, the runs of a job, one run, machine results. */
export const subjects = ['tasks', 'task', 'runs', 'run', 'machines'] as const;
export type Subject = (typeof subjects)[number];

/** An error status, the 404 of a proxy in between, no answer at all, or something that is none. */
export const troubles = [400, 403, 404, 410, 500, 'page not found', 'silence', 'nonsense'] as const;
export type Trouble = (typeof troubles)[number];

/** As an answer that is an error. */
export function thrown(kind: EmErrorKind, status: number): never {
  throw failure(kind, false, status);
}

/** An error as the client throws it. With a status it carries words of Enterprise Manager, where some are given. */
export function failure(
  kind: EmErrorKind,
  mayHaveHappened: boolean,
  status?: number,
  words: { emMessage?: string } = { emMessage: 'The words of the model.' },
): EmError {
  return new EmError({
    kind,
    host: 'model:9398',
    problem: `fails: ${kind} ${status ?? ''}`,
    call: 'POST /api/agents/jobs/<guid>?action=retry',
    hint: 'Look at the model.',
    mayHaveHappened,
    ...(status === undefined ? {} : { status, ...words }),
  });
}
