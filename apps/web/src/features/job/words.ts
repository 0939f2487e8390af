import { words } from '#lib/words.ts';

/** Every text of the job page that the catalogue does not have. */
export const jobWords = {
  job: 'Job',
  loading: 'Reading the job …',
  notFound: 'There is no such job',
  notFoundHelp:
    'Enterprise Manager lists no Veeam Agent job with this id. It may have been deleted, or the link is cut off.',
  failed: 'The job could not be read',
  stale: 'This is not up to date.',
  staleSince: 'Last read',
  serverUnknown: 'backup server unknown',
  state: { failed: 'Failed', unknown: 'Result unknown', running: 'Running', idle: 'Not failed', never: 'Never run' },
  streak: 'failed in a row',
  lastSuccess: 'last success',
  noSuccess: 'none known',
  nextRun: 'next scheduled run',
  noNextRun: 'none known',
  autoRetry: 'Veeam tries again by itself',
  newest: 'newest run ended',
  runningSince: 'newest run began',
  noRun: 'none known',
  progress: (percent: number) => `${Math.round(percent)} %`,
  retry: 'Retry',
  retrying: 'Asking …',
  retryFailed: 'The retry was not asked for',
  retryOpen: (person: string) => `${person} has already asked for a retry.`,
  seeRetry: 'See it',

  stripSummary: (days: { failed: number; warning: number; ok: number; none: number }) =>
    `Of 30 days ${days.failed} ended failed, ${days.warning} with a warning, ${days.ok} with success; ${days.none} without a run.`,
  day: {
    failed: 'failed',
    warning: 'warning',
    ok: 'success',
    running: 'running',
    waiting: 'waiting',
    unknown: 'unknown',
  },
  noRunThatDay: 'no run',
  daysAgo: (days: number) => (days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`),
  duration: 'How long the runs took',
  line: (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`),
  chartSummary: (runs: number, failed: number, usual: string, longest: string, when: string) =>
    `${runs === 1 ? '1 run' : `${runs} runs`}, ${failed} failed. Usually ${usual}, longest ${longest} on ${when}.`,
  noRunsToDraw: 'No run of the last 30 days is over.',

  runs: 'Runs',
  runsShown: 'of the last 30 days',
  noRuns: 'No run in the last 30 days.',
  columns: { result: 'Result', started: 'Started', duration: 'Took', machines: 'Machines' },
  veeamRetry: 'a retry',
  machinesFailed: (failed: number, total: number) =>
    failed === 0 ? words.count.machines(total) : `${failed} of ${words.count.machines(total)} failed`,
  machinesUnread: 'not read',
  showMachines: (started: string) => `Machine results of the run of ${started}`,
  machinesNotRead: 'The machine results of this run have not been read from Enterprise Manager.',
  noMachines: 'Enterprise Manager lists no machine for this run.',
  waits: 'waiting',
  noReason: 'no reason given',
  copyReasons: 'Copy reasons',
  moreRuns: (count: number) => (count === 1 ? 'Show 1 older run' : `Show ${count} older runs`),

  retries: 'Retries',
  noRetries: 'Nobody has retried this job from here.',
  by: 'by',
  attempt: (attempt: number) => `attempt ${attempt}`,

  raw: 'As Enterprise Manager returns it',
  rawHelp: 'The job as the REST interface of Enterprise Manager gives it out, read now.',
  rawLoading: 'Asking Enterprise Manager …',
  rawFailed: 'Enterprise Manager could not be asked',
};
