import type { AuditKind } from '@retry-desk/contract';

const kinds: Record<AuditKind, string> = {
  'signed-in': 'Signed in',
  'sign-in-refused': 'Sign-in refused',
  'signed-out': 'Signed out',
  'session-ended': 'Session revoked',
  'role-lost': 'Role lost',
  denied: 'Denied',
  retry: 'Retry requested',
  stop: 'Stop requested',
  'task-ended': 'Task cancelled',
  collect: 'Collection requested',
  acknowledged: 'Acknowledged',
  'acknowledgement-withdrawn': 'Acknowledgement withdrawn',
  'wall-link-made': 'Wall link created',
  'wall-link-revoked': 'Wall link revoked',
  'wall-opened': 'Wall opened',
  'notice-tested': 'Notice tested',
  'token-made': 'API token created',
  'token-renewed': 'API token renewed',
  'token-revoked': 'API token revoked',
  'removed-by-age': 'Removed by age',
};

/** Every text of the audit page. */
export const auditWords = {
  title: 'Audit',
  about: 'Sign-ins, denials and every action, each with the person and the address. Entries cannot be changed.',
  kinds,
  loading: 'Loading the log …',
  unreadable: 'The log could not be loaded',
  operators: 'Only operators can read the audit log',
  operatorsHelp: 'You are signed in as a viewer. Ask an operator for the entries you need.',
  empty: 'Nothing has been recorded yet',
  emptyFilter: 'No entry matches these filters',
  filters: {
    kind: 'What',
    any: 'Everything',
  },
  columns: { at: 'When', kind: 'What', user: 'Who', subject: 'Object', address: 'From' },
  more: 'Older entries',
};
