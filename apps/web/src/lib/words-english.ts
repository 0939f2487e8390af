import { inHistory } from './in-history.ts';
import { isolated } from './isolated.ts';
import { many } from './many.ts';

// English. Texts with numbers or names in them are functions. One constant each, so that a page has those it shows only.
export { boardWords as board } from './words-board.ts';
export { problemWords as problems } from './words-problems.ts';
export { stateWords as states } from './words-states.ts';
export const product = 'Retry Desk';
export const unknownNumber = '–';
export const none = 'none';
export const never = 'never';
export const notRead = 'not read yet';
export const noReason = 'no reason given';
const platforms = { windows: 'Windows', linux: 'Linux', other: 'Other' };

export { platforms as platform };
export const result = { success: 'Success', warning: 'Warning', failed: 'Failed', none: 'Running', unknown: 'Unknown' };
export const shell = {
  skip: 'Skip to the content',
  sections: 'Sections',
  board: 'Board',
  tasks: 'Tasks',
  machines: 'Machines',
  shift: 'Hand-over',
  settings: 'Settings',
  audit: 'Audit',
  about: 'About',
  wall: 'Wall',
  find: 'Find a machine, job or person',
  findKey: 'Ctrl K',
  live: (name: string) => `${isolated(name)} · live`,
  em: 'Enterprise Manager',
  emOk: 'live',
  emNoRun: 'no runs reported',
  emDegraded: 'partly responding',
  emDown: 'not responding',
  emUnknown: 'unknown',
  emOld: 'out of date',
  emNoJobs: 'no jobs',
  account: (role: string) => ` · ${role}`,
  roles: { operator: 'operator', viewer: 'viewer', wall: 'wall' },
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  times: 'Times',
  zones: { local: 'Local', utc: 'UTC' },
  signOut: 'Sign out',
  signOutFailed: 'You are still signed in.',
  loading: 'Loading …',
  broken: 'Something went wrong on this page',
  brokenHelp: 'The rest of Retry Desk still works. Reloading the page often helps.',
  reload: 'Reload',
  tryAgain: 'Try again',
  notFetched: 'This part of Retry Desk could not be loaded',
  newer: 'A newer version is available: reload the page.',
  close: 'Close',
  details: 'Details',
  copy: 'Copy',
  copied: 'Copied',
  csv: 'CSV',
  csvHint: 'All that these filters match, as a file',
};
export const count = {
  machines: (count: number) => many(count, 'machine', 'machines'),
  jobs: (count: number) => many(count, 'job', 'jobs'),
};
export const dailyResults = {
  label: `Last ${inHistory}`,
  success: (days: number) => `${many(days, 'day', 'days')} backed up`,
  warning: (days: number) => `${days} with warnings`,
  failed: (days: number) => `${days} failed`,
  none: (days: number) => `${days} without a run`,
  unread: (days: number) => `${days} not read yet`,
  running: 'running now',
};
export const can = {
  viewer: 'Only an operator can retry. You are signed in as a viewer.',
  running: 'The job is running now.',
  openRetry: (who: string, at: string) => `${isolated(who)} requested a retry at ${at}; it is still in progress.`,
  veeamTries: (at: string) => `Veeam tries again at ${at}`,
  anyway: (veeamTries: string) => `${veeamTries}; retry now anyway.`,
  em: 'Enterprise Manager is not responding, so nothing can be requested from it now.',
  journal: 'The journal of retries is not responding, so nothing can be requested now.',
  pending: 'A retry of it is already being requested.',
  gone: 'It has left the list since it was selected.',
  notFailed: 'The newest run of this job has not failed.',
  unknown: 'The result of the newest run is unknown; Veeam retries failed jobs only.',
  never: 'No run of this job is known.',
};
