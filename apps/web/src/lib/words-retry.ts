import { isolated } from './isolated.ts';
import { many } from './many.ts';

/** Texts of the retry dialog; apart from the others, so that they come with it and not with the board. */
export const retryWords = {
  title: (count: number) => `Retry ${many(count, 'job', 'jobs')}`,
  about: 'Veeam backs up only the machines that did not succeed.',
  choice: 'Job to try first',
  choiceOf: (job: string, machines: number | null) =>
    machines === null ? isolated(job) : `${isolated(job)} · ${many(machines, 'machine', 'machines')}`,
  willRun: (count: number) => `${many(count, 'job', 'jobs')} will run again`,
  waiting: (count: number) => `${many(count, 'job waits', 'jobs wait')} for Veeam’s automatic retry`,
  waitingAll: 'Retry all of them now anyway',
  chooseFirst: 'Select at least one job.',
  leftToVeeam: (count: number) => `${many(count, 'job', 'jobs')} left to Veeam’s automatic retry`,
  skipped: (count: number) => `${count} skipped`,
  nothing: 'None of these jobs can be retried now.',
  unknownMachines: 'the machines that failed; their names have not been read yet',
  note: 'Note (optional)',
  noteHint: 'Saved with each retry, for example a ticket number.',
  cancel: 'Cancel',
  done: 'Close',
  requesting: 'Requesting …',
  requested: 'Requested',
  outcomes: (requested: number, of: number) => `${requested} of ${many(of, 'retry', 'retries')} requested`,
  open: (count: number) => `${count} pending`,
  unknown: (count: number) => `${count} unknown`,
  notSent: 'Not sent',
  notKnown: 'Not known yet',
  notKnownHelp: 'Retry Desk checks its tasks for what was requested. You can close this dialog.',
  limits: (allowed: number, used: number) =>
    `Each person may retry ${many(allowed, 'time', 'times')} an hour; you have retried ${many(used, 'time', 'times')} within the last hour.`,
  overLimit: (count: number) => `${many(count, 'job', 'jobs')} beyond the hourly limit`,
  personLimit: (allowed: number) => `Exceeds your limit of ${allowed} retries an hour.`,
  jobLimit: (allowed: number, used: number) =>
    `Retried ${many(used, 'time', 'times')} within the last hour; ${allowed} are allowed for a job.`,
  typeNumber: (count: number) => `Type ${count} to confirm`,
  typeNumberHint: (count: number) => `You are about to retry ${count} jobs at once.`,
  numberMissing: (count: number) => `Type ${count} first.`,
  beyond: (count: number) => `Retry ${many(count, 'job', 'jobs')} beyond the limit`,
  beyondNote: 'Reason for exceeding the limit',
  beyondHint: 'Saved with each retry.',
  beyondNeedsNote: 'Enter a reason first.',
};
