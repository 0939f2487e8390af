import { type FinalRetryState, finalRetryStates, type RetryState } from '@retry-desk/contract';

/**
 * Every change of state there is; docs/retries.md draws it. Steps in between may be skipped when Enterprise Manager shows
 * more than we had seen (a fast backup is over before its task was read), final states lead nowhere.
 */
const ways: Readonly<Record<RetryState, readonly RetryState[]>> = {
  requested: ['accepted', 'running', 'succeeded', 'warning', 'failed', 'refused', 'unconfirmed', 'stopped'],
  accepted: ['triggered', 'unseen', 'running', 'succeeded', 'warning', 'failed', 'refused', 'unconfirmed', 'stopped'],
  triggered: ['unseen', 'running', 'succeeded', 'warning', 'failed', 'unconfirmed', 'stopped'],
  unseen: ['running', 'succeeded', 'warning', 'failed', 'refused', 'unconfirmed', 'stopped'],
  running: ['succeeded', 'warning', 'failed', 'refused', 'unconfirmed', 'stopped'],
  succeeded: [],
  warning: [],
  failed: [],
  refused: [],
  unconfirmed: [],
  stopped: [],
};

/** Where a retry in this state may go. */
export function waysFrom(state: RetryState): readonly RetryState[] {
  return ways[state];
}

/** Whether a retry may go from one state to the other; never true from a final state. */
export function mayGo(from: RetryState, to: RetryState): boolean {
  return ways[from].includes(to);
}

export function isFinal(state: RetryState): state is FinalRetryState {
  return finalRetryStates.some((final) => final === state);
}
