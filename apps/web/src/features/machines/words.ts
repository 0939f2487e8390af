import { inHistory } from '#lib/in-history.ts';
import { isolated } from '#lib/isolated.ts';
import { many } from '#lib/many.ts';
import { words } from '#lib/words.ts';

/** Every text of the machine search that the catalogue does not have. */
export const machineWords = {
  label: 'Find a machine',
  placeholder: 'Name or part of it',
  start: 'The last backup results of a machine, across all jobs. Two letters of its name are enough.',
  searching: 'Searching …',
  notices: { loading: 'Searching …', unreadable: 'The machines could not be searched' },
  failedNotices: { loading: 'Loading failed machines …', unreadable: 'The failed machines could not be loaded' },
  nothing: (text: string) => `No machine with “${isolated(text)}” in its name`,
  nothingHelp: 'No recent run of any job includes such a machine.',
  nothingYet: (jobs: number) =>
    `The machines of ${words.count.jobs(jobs)} have not been read yet: this one may be among them.`,
  found: (count: number) => words.count.machines(count),
  /** The list ends before the machines do. */
  foundFirst: (shown: number, all: number) =>
    `${words.count.machines(all)}, of which the first ${shown} are listed. More letters find fewer.`,
  underWay: 'in progress',
  lastGood: 'last good backup',
  noLastGood: `none in ${inHistory}`,
  nextRun: 'next run',
  noNextRun: 'none known',
  lookUp: 'Show last good backup and next run',
  lookUpOf: (machine: string) => `Show last good backup and next run of ${isolated(machine)}`,
  columns: { machine: 'Machine', result: 'Result', ended: 'Ended', failedAt: 'Failed', job: 'Job', why: 'Reason' },
  resultsOf: (machine: string) => `Last results of ${isolated(machine)}`,
  failedNow: 'Failed in the newest run of their job',
  firstOf: (shown: number, all: number) => `the first ${shown} of ${all}`,
  noJobs: 'Enterprise Manager lists no job',
  noneFailed: 'No machine failed in the newest run of its job',
  unreadFailed: (jobs: number) => `The machines of ${many(jobs, 'failed job', 'failed jobs')} have not been read yet.`,
  copy: 'Copy',
  copyAbout: (machine: string) => `Copy the sentence about ${isolated(machine)}`,
  readOut: {
    lastGood: (when: string) => `last good backup ${when}`,
    noLastGood: `no good backup in ${inHistory}`,
    lastGoodUnknown: 'last good backup not read yet',
    failed: (when: string, reason: string) => `failed${when}: ${isolated(reason.replace(/[\s.]+$/, ''))}`,
    running: (job: string) => `being backed up now by ${isolated(job)}`,
    unknown: (job: string) => `result of the newest run of ${isolated(job)} unknown`,
    nextRun: (when: string) => `next run ${when}`,
    noNextRun: 'no next run known',
  },

  dialogStart: 'Type at least two letters.',
  dialogFailed: 'The search is not responding.',
  dialogNothing: 'No job and no machine found.',
  /** Of each kind, so many are listed at most. */
  dialogFound: (jobs: number, machines: number, most: number) => {
    const listed = (count: number) => (count > most ? ` (the first ${most} listed)` : '');
    return `${words.count.jobs(jobs)}${listed(jobs)} and ${words.count.machines(machines)}${listed(machines)} found.`;
  },
  all: {
    'all-jobs': (count: number) => `All ${words.count.jobs(count)}`,
    'all-machines': (count: number) => `All ${words.count.machines(count)}`,
  },
  keys: 'Arrow keys choose, Enter opens, Esc closes.',
  groups: { job: 'Jobs', machine: 'Machines', person: 'People' },
  retriesBy: (person: string) => `Retries by ${isolated(person)}`,
  /** The state of a find for those who do not see its shape. */
  marks: {
    failed: 'failed',
    running: 'running',
    waiting: 'waiting',
    warning: 'warning',
    ok: 'success',
    unknown: 'unknown',
    overdue: 'overdue',
    hung: 'hung',
  },
};
