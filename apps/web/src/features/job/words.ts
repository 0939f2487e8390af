import { inHistory } from '#lib/in-history.ts';
import { isolated } from '#lib/isolated.ts';
import { many } from '#lib/many.ts';
import { words } from '#lib/words.ts';

/** Every text of the job page that the catalogue does not have. */
export const jobWords = {
  job: 'Job',
  loading: 'Loading the job …',
  notFound: 'Job not found',
  notFoundHelp:
    'No Veeam Agent job with this id has been read from Enterprise Manager. It may be new or deleted, or the link is incomplete.',
  unreadable: 'The job could not be loaded',
  serverUnknown: 'backup server unknown',
  state: { failed: 'Failed', unknown: 'Result unknown', running: 'Running', idle: 'Not failed', never: 'Never run' },
  streak: 'failed in a row',
  lastSuccess: 'last success',
  noSuccess: `none in ${inHistory}`,
  nextRun: 'next scheduled run',
  noNextRun: 'none known',
  autoRetry: 'Veeam tries again by itself',
  newest: 'newest run ended',
  runningSince: 'newest run began',
  noRun: 'none known',
  progress: (percent: number) => `${Math.round(percent)} %`,
  retry: 'Retry',
  retrying: 'Requesting …',
  retryFailed: 'The retry was not sent',
  retryUnknown: 'It is not yet known whether the retry was sent',
  retryOpen: (person: string) => `${isolated(person)} has already requested a retry.`,
  seeRetry: 'View retry',

  dailySummary: (days: { failed: number; warning: number; ok: number; none: number; unread: number }) =>
    `In ${inHistory}: ${days.failed} failed, ${days.warning} with warnings, ${days.ok} successful, ${days.none} without a run${days.unread === 0 ? '' : `, ${days.unread} not read yet`}.`,
  day: {
    failed: 'failed',
    warning: 'warning',
    ok: 'success',
    running: 'running',
    waiting: 'waiting',
    unknown: 'unknown',
    unread: words.notRead,
  },
  noRunThatDay: 'no run',
  daysAgo: (days: number) => (days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`),
  duration: 'Run duration',
  line: (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`),
  chartSummary: (runs: number, failed: number, usual: string, longest: string, when: string) =>
    `${many(runs, 'run', 'runs')}, ${failed} failed. Usually ${usual}, longest ${longest} on ${when}.`,
  noRunsToDraw: `No run has finished in the last ${inHistory}.`,
  noRunsReadYet: 'No finished run has been read yet.',
  olderUnread: (since: string) => `Runs before ${since} have not been read yet.`,

  causes: 'Causes of the newest failed run',

  runs: 'Runs',
  runsShown: `of the last ${inHistory}`,
  noRuns: `No run in the last ${inHistory}.`,
  noRunsRead: 'No run has been read yet.',
  columns: { result: 'Result', started: 'Started', duration: 'Duration', machines: 'Machines' },
  isRetry: 'a retry',
  machinesFailed: (failed: number, total: number) =>
    failed === 0 ? words.count.machines(total) : `${failed} of ${words.count.machines(total)} failed`,
  machinesUnread: 'not read',
  showMachines: (started: string) => `Machine results of the run of ${started}`,
  machinesNotRead: 'The machine results of this run have not been read from Enterprise Manager.',
  noMachines: 'Enterprise Manager lists no machine for this run.',
  waits: 'waiting',
  copyReasons: 'Copy reasons',
  moreRuns: (count: number) => `Show ${many(count, 'older run', 'older runs')}`,

  retries: 'Retries',
  noRetries: 'This job has not been retried from Retry Desk.',
  by: 'by',
  attempt: (attempt: number) => `attempt ${attempt}`,

  raw: 'As Enterprise Manager returns it',
  rawHelp: 'The job as the REST API of Enterprise Manager returns it, read just now.',
  rawLoading: 'Loading from Enterprise Manager …',
  rawFailed: 'Enterprise Manager could not be read',
};
