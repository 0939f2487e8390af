import type { RetryState } from '@retry-desk/contract';

/** The name of each state of a retry on a card, and in a short list. */
export const stateWords: Record<RetryState, { title: string; step: string }> = {
  requested: { title: 'Requested', step: 'requested' },
  accepted: { title: 'Accepted', step: 'accepted' },
  triggered: { title: 'Triggered', step: 'triggered' },
  unseen: { title: 'Triggered, not yet collected', step: 'unseen' },
  running: { title: 'Backing up', step: 'running' },
  succeeded: { title: 'Backed up', step: 'backed up' },
  warning: { title: 'Backed up with warnings', step: 'backed up with warnings' },
  failed: { title: 'Failed again', step: 'failed again' },
  refused: { title: 'Refused', step: 'refused' },
  unconfirmed: { title: 'Not confirmed', step: 'not confirmed' },
  stopped: { title: 'Stopped', step: 'stopped' },
};
