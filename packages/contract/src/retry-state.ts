import * as z from 'zod/mini';

/** States in which the job is locked: it cannot be retried again by anyone. */
export const openRetryStates = ['requested', 'accepted', 'triggered', 'unseen', 'running'] as const;

/** States no retry ever leaves. */
export const finalRetryStates = ['succeeded', 'warning', 'failed', 'refused', 'unconfirmed', 'stopped'] as const;
export type FinalRetryState = (typeof finalRetryStates)[number];

/** How far one retry has come. The life of a retry is drawn in docs/retries.md. */
export const retryState = z.enum([...openRetryStates, ...finalRetryStates]);
export type RetryState = z.infer<typeof retryState>;

/** Whether a retry in this state still holds its job. */
export function isOpen(state: RetryState): boolean {
  return openRetryStates.some((open) => open === state);
}
