const many = (count: number, one: string, other: string) => `${count} ${count === 1 ? one : other}`;

/** Texts of the retry dialog; apart from the others, so that they come with it and not with the board. */
export const retryWords = {
  title: (count: number) => `Retry ${many(count, 'job', 'jobs')}`,
  about: 'Veeam runs again only the machines that did not succeed.',
  willRun: (count: number) => `${many(count, 'job', 'jobs')} will run again`,
  waiting: (count: number) => `${many(count, 'job waits', 'jobs wait')} for Veeam’s own attempt`,
  waitingAll: 'Retry all of them now anyway',
  leftToVeeam: (count: number) => `${many(count, 'job', 'jobs')} left to Veeam’s own attempt`,
  skipped: (count: number) => `${count} skipped`,
  nothing: 'None of these jobs can be retried now.',
  unknownMachines: 'the machines that failed; their names have not been read yet',
  note: 'Note (optional)',
  noteHint: 'Stays with each retry, for example a ticket number.',
  cancel: 'Cancel',
  done: 'Close',
  requesting: 'Requesting …',
  requested: 'Requested',
  outcomes: (requested: number, of: number) => `${requested} of ${many(of, 'retry', 'retries')} requested`,
  open: (count: number) => `${count} not answered yet`,
  unknown: (count: number) => `of ${count} it is not known yet`,
  notSent: 'Not sent',
  notKnown: 'Not known yet',
  notKnownHelp: 'Retry Desk looks in its tasks for what was requested. This dialog may be closed.',
  limits: (allowed: number, used: number) =>
    `Each person may retry ${many(allowed, 'time', 'times')} an hour; you have retried ${many(used, 'time', 'times')} within the last hour.`,
  overLimit: (count: number) => `${many(count, 'job', 'jobs')} beyond the hourly limit`,
  personLimit: (allowed: number) => `Beyond your ${allowed} retries an hour.`,
  jobLimit: (allowed: number, used: number) =>
    `Retried ${many(used, 'time', 'times')} within the last hour; ${allowed} are allowed for a job.`,
  typeNumber: (count: number) => `Type ${count} to confirm`,
  typeNumberHint: (count: number) => `${count} jobs are many at once.`,
  numberMissing: (count: number) => `Type the number ${count} first.`,
  beyond: (count: number) => `Retry ${many(count, 'job', 'jobs')} beyond the limit`,
  beyondNote: 'Why beyond the limit',
  beyondHint: 'Written down with each retry.',
  beyondNeedsNote: 'A note has to say why.',
};
