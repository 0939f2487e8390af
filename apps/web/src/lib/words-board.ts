import type { Counts, JobRow } from '@retry-desk/contract';
import { inHistory } from './in-history.ts';
import { isolated } from './isolated.ts';
import { many } from './many.ts';

/** Texts of the board and its task cards. */
export const boardWords = {
  title: 'Board',
  tab: ({ failed, attention = failed }: Pick<Counts, 'failed' | 'attention'>) =>
    attention === null
      ? 'Board'
      : attention === failed
        ? `${failed} failed`
        : `${attention} ${attention === 1 ? 'needs' : 'need'} attention`,
  tabOld: 'Data is out of date',
  loading: 'Loading the board …',
  counts: {
    label: 'Counts',
    failed: 'failed now',
    failedOrUnknown: 'failed or unknown now',
    attention: 'need attention',
    beside: { overdue: 'overdue', hung: 'hung', acknowledged: 'known' },
    retrying: 'being retried',
    recovered: 'recovered today',
    running: 'running on schedule',
    jobs: (servers: number) => (servers === 0 ? 'jobs' : `jobs on ${many(servers, 'server', 'servers')}`),
  },
  asOf: 'as of',
  newestEvent: 'newest run event in Enterprise Manager',
  filters: {
    label: 'Filters',
    attention: 'Needs attention',
    failed: 'Failed',
    overdue: 'Overdue',
    hung: 'Hung',
    running: 'Running',
    all: 'All',
    byCause: 'By cause',
    server: 'Server',
    platform: 'Platform',
    any: 'any',
    streak: 'Streak ≥ 2',
    retried: 'Retried',
    today: 'today',
    notYet: 'not yet today',
    known: 'Known',
    isKnown: 'acknowledged',
    notKnown: 'not acknowledged',
    search: 'Filter jobs, machines, reasons',
    searchLabel: 'Filter by job, machine or reason',
    clear: 'Clear filters',
    sort: 'Order',
  },
  table: {
    attention: 'Jobs that need attention',
    failed: 'Failed jobs',
    overdue: 'Overdue jobs',
    hung: 'Jobs that hang',
    running: 'Running jobs',
    all: 'All jobs',
    job: 'Job',
    why: 'Why',
    streak: 'Streak',
    dailyResults: inHistory,
    lastSuccess: 'Last success',
    action: 'Action',
  },
  sorted: {
    urgency: ['least urgent first', 'most urgent first'],
    failed: ['oldest first', 'newest first'],
    job: ['by name', 'by name, Z first'],
    streak: ['shortest streak first', 'longest streak first'],
    success: ['longest without success first', 'newest success first'],
  } satisfies Record<string, [ascending: string, descending: string]>,
  /** The first order of the board by cause, in place of that by urgency. */
  sortedByReach: ['fewest machines first', 'most machines first'],
  printed: (printed: number, matching: number, jobs: number | null) =>
    printed === matching
      ? `all ${matching} that match, of ${jobs ?? '–'} jobs`
      : `the first ${printed} of ${matching} that match, of ${jobs ?? '–'} jobs`,
  shown: (shown: number, jobs: number | null) => `${shown} of ${jobs ?? '–'}`,
  jobState: {
    failed: 'Failed',
    unknown: 'Result unknown',
    running: 'Running',
    idle: 'Not failed',
    never: 'No run known',
  },
  attentionState: ({ attention, state }: Pick<JobRow, 'attention' | 'state'>): string =>
    attention === 'overdue' ? 'Overdue' : attention === 'hung' ? 'Hung' : boardWords.jobState[state],
  selectJob: (job: string) => `Select ${job}`,
  selectAll: 'Select all',
  ofMachines: (failed: number | null, total: number | null) =>
    failed === null || total === null ? 'machines not read yet' : `${failed} of ${many(total, 'machine', 'machines')}`,
  more: (count: number) => `+${count}`,
  moreReasons: (count: number) => many(count, 'more reason', 'more reasons'),
  thisMachine: '<machine>',
  allReasons: 'all reasons',
  copyJob: (job: string) => `Copy ${job}`,
  causeIs: (title: string) => `Cause: ${isolated(title)}`,
  noReason: 'Enterprise Manager gives no reason',
  noReasonYet: 'The reason has not been read yet',
  progress: (percent: number | null) => (percent === null ? 'running' : `running, ${percent} %`),
  lastRun: 'Newest run',
  noRun: `No run in the last ${inHistory}`,
  next: 'next',
  noSchedule: { off: 'schedule off', none: 'no schedule' },
  autoRetry: 'auto',

  streakOf: (count: number, atLeast: boolean) => `${atLeast ? '≥ ' : ''}${count}×`,
  streakSpoken: (count: number, atLeast: boolean) =>
    `failed ${atLeast ? 'at least ' : ''}${count === 1 ? 'once' : `${count} times in a row`}`,
  never: `not in ${inHistory}`,
  showReasons: (job: string) => `All reasons of ${job}`,
  retry: 'Retry',
  retryJob: (job: string) => `Retry ${job}`,
  requesting: 'Requesting …',
  retryAsks: 'Retry…',
  gone: 'left the list',
  changes: (count: number) => `${many(count, 'change', 'changes')} waiting`,
  update: 'Update',
  unread: 'Not known yet',
  unreadHelp: 'Retry Desk has not been able to read Enterprise Manager since it started.',
  unreadable: 'The board could not be loaded',
  cards: {
    title: 'Tasks',
    open: (count: number) => `${count} open`,
    none: 'No retry in the last hour.',
    all: 'All tasks',
    skipTable: 'Skip the table',
  },
  said: {
    requested: (job: string) => `${job}: retry requested`,
    ended: (job: string, outcome: string) => `${job}: ${outcome}`,
    manyRequested: (requested: number, of: number) => `${requested} of ${many(of, 'retry', 'retries')} requested`,
    manyEnded: (count: number) => `${count} retries ended`,
    problem: (job: string, text: string) => `${job}: not sent. ${text}`,
    unsure: (job: string, text: string) => `${job}: not yet known whether it was sent. ${text}`,
  },
  helpOpen: 'Keyboard shortcuts',
};
