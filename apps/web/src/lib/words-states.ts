import type { RetryState } from '@retry-desk/contract';

/** What a card calls each state of a retry, and what a short list calls it. */
export const stateWords: Record<RetryState, { title: string; step: string }> = {
  requested: { title: 'Asked', step: 'asked' },
  accepted: { title: 'Accepted', step: 'accepted' },
  triggered: { title: 'Triggered', step: 'triggered' },
  unseen: { title: 'Triggered, not yet collected', step: 'not yet collected' },
  running: { title: 'Backing up', step: 'running' },
  succeeded: { title: 'Backed up', step: 'backed up' },
  warning: { title: 'Backed up with warnings', step: 'backed up with warnings' },
  failed: { title: 'Failed again', step: 'failed again' },
  refused: { title: 'Refused', step: 'refused' },
  unconfirmed: { title: 'Unknown whether it started', step: 'not confirmed' },
  stopped: { title: 'Stopped', step: 'stopped' },
};
