import type { ErrorCode } from '@retry-desk/contract';

/** What is wrong, and what a person can do about it. */
export const problemWords: {
  codes: Record<ErrorCode, string>;
  network: string;
  timedOut: string;
  unreadable: string;
  unexpected: string;
  unsure: string;
  unsent: string;
} = {
  codes: {
    'bad-request': 'The server did not accept what was asked.',
    'not-signed-in': 'You are not signed in any more. Sign in again to go on.',
    'sign-in-failed': 'Enterprise Manager did not accept this user name and password.',
    'sign-in-limited': 'Too many attempts. Wait a few minutes, then try again.',
    'no-access':
      'This account has no role in Enterprise Manager that may see jobs. Ask for Portal User or Portal Administrator.',
    forbidden: 'Your role does not allow this.',
    csrf: 'Your sign-in was renewed somewhere else. Try again.',
    'not-found': 'Not found.',
    'method-not-allowed': 'Not a known action.',
    'job-not-failed': 'The newest run of this job has not failed.',
    'retry-open': 'A retry of this job is already under way.',
    'run-changed': 'The job has run again since you looked. Look at its new run first.',
    'veeam-will-retry': 'Veeam tries again by itself, so nothing was sent.',
    'too-late': 'Too late: Enterprise Manager has already triggered it.',
    'retry-limit': 'The limit of retries per hour is reached.',
    'idempotency-mismatch': 'The same request came twice with different content.',
    'em-unreachable': 'Enterprise Manager does not answer as it should.',
    'em-refused': 'Enterprise Manager refused.',
    'store-unavailable': 'Retry Desk cannot write its journal, so it sends nothing.',
    'too-large': 'That is too much at once.',
    'too-many-requests': 'Too many requests. Wait a moment, then try again.',
    internal: 'Retry Desk made a mistake. Its log says more.',
  },
  network: 'Retry Desk does not answer. Check your network connection.',
  timedOut: 'Retry Desk took too long to answer.',
  unreadable: 'Retry Desk sent an answer this page cannot read. Reload the page.',
  unexpected: 'Something went wrong on this page.',
  unsent: 'Retry Desk had stopped answering, so this was left out.',
  unsure: 'It is not known whether this was done. Check before you do it again.',
};
