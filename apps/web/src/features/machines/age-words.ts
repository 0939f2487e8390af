import type { BackupState } from '@retry-desk/contract';
import { inHistory } from '#lib/in-history.ts';
import { isolated } from '#lib/isolated.ts';
import { many } from '#lib/many.ts';
import { words } from '#lib/words.ts';

/** Texts of the list of machines by the age of their last good backup. */
export const ageWords = {
  views: 'List',
  failedNow: 'Failed now',
  byAge: 'By last good backup',
  title: 'Machines by the age of their last good backup',
  notices: { loading: 'Loading last good backups …', unreadable: 'The last good backups could not be loaded' },
  filters: 'Age of the last good backup',
  all: 'All',
  olderThan: (days: number) => `Older than ${many(days, 'day', 'days')}`,
  none: 'None',
  unknown: 'Not known',
  columns: { machine: 'Machine', lastGood: 'Last good backup', newest: 'Newest result', jobs: 'Jobs and their days' },
  /** Beside a backup that is not a date; `good` always is one. */
  backups: {
    good: '',
    none: `none in ${inHistory}`,
    never: 'never backed up',
    unread: words.notRead,
    unlisted: 'not known',
    unclear: 'not known',
  } satisfies Record<BackupState, string>,
  why: {
    never: `in no run of ${inHistory}`,
    unlisted: 'Enterprise Manager does not list what a newer run came to',
    unclear: 'another computer, or no agent job, has this name',
  } satisfies Partial<Record<BackupState, string>>,
  unread: (machines: number, jobs: number) =>
    `${words.count.machines(machines)} of ${words.count.jobs(jobs)} not read yet: how old their last good backup is, is not known yet.`,
  unreadComputers: (machines: number) =>
    `${words.count.machines(machines)} not read yet: whether they were ever backed up is not known yet.`,
  unlistedJobs: (jobs: number) => `Enterprise Manager lists no machines of ${words.count.jobs(jobs)}.`,
  unreadableComputers: (count: number) =>
    `${many(count, 'computer of a protection group', 'computers of protection groups')} cannot be read.`,
  showThem: 'Show them',
  computersUnread:
    'The computers of protection groups have not been read yet: one that was never backed up may be missing.',
  computersFailing: 'The computers of protection groups cannot be read',
  since: 'Since',
  listOf: 'The list is from',
  noList: 'Computers that were never backed up are missing.',
  found: (count: number) => words.count.machines(count),
  nothing: {
    all: 'No machine is known',
    older: (days: number) => `No machine is known to be without a good backup for ${many(days, 'day', 'days')}`,
    none: 'No machine is known to be without any good backup',
    unknown: 'The last good backup of every machine is known',
  },
  group: (name: string) => `Protection group ${isolated(name)}`,
  agent: (status: string) => `agent: ${isolated(status)}`,
  moreJobs: (count: number) => `and ${many(count, 'more job', 'more jobs')}`,
  noJob: 'in no job',
  paging: { label: 'More machines', newest: 'First machines', older: 'Next machines' },
  printed: (shown: number, all: number) => `${shown} of ${words.count.machines(all)} are printed.`,
};
