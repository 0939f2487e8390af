import type { ErrorCode } from '@retry-desk/contract';

/** Faults, and their remedies. */
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
    'bad-request': 'The server did not accept the request.',
    'not-signed-in': 'You are no longer signed in. Sign in again to continue.',
    'sign-in-failed': 'Enterprise Manager did not accept this user name and password.',
    'sign-in-limited': 'Too many attempts. Wait a few minutes, then try again.',
    'no-access':
      'This account has no role in Enterprise Manager that can see jobs. Ask for Portal User or Portal Administrator.',
    forbidden: 'Your role does not allow this.',
    csrf: 'Your sign-in was renewed somewhere else. Try again.',
    'not-found': 'Not found.',
    'method-not-allowed': 'Unknown action.',
    'job-not-failed': 'The newest run of this job has not failed.',
    'retry-open': 'A retry of this job is already in progress.',
    'run-changed': 'The job has run again since this page was loaded. Check its new run first.',
    'veeam-will-retry': 'Veeam tries again by itself, so nothing was sent.',
    'nothing-to-acknowledge': 'This job needs no attention any more.',
    'too-late': 'Too late: Enterprise Manager has already triggered it.',
    'retry-limit': 'The hourly retry limit has been reached.',
    'idempotency-mismatch': 'The same request was sent twice with different content.',
    'em-unreachable': 'Enterprise Manager is not responding as it should.',
    'em-refused': 'Enterprise Manager refused the request.',
    'store-unavailable': 'Retry Desk cannot write its journal, so it sends nothing.',
    'too-large': 'The request is too large.',
    'too-many-requests': 'Too many requests. Wait a moment, then try again.',
    internal: 'An error occurred in Retry Desk. Its log has the details.',
  },
  network: 'Retry Desk is not responding. Check your network connection.',
  timedOut: 'Retry Desk took too long to respond.',
  unreadable: 'Retry Desk sent a response this page cannot read. Reload the page.',
  unexpected: 'Something went wrong on this page.',
  unsent: 'Retry Desk had stopped responding, so this was not sent.',
  unsure: 'It is not known whether this was done. Check before you do it again.',
};
