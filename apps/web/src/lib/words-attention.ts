import { longestAcknowledgementDays } from '@retry-desk/contract';
import { words } from '#lib/words.ts';

/** Texts of overdue and hung jobs, and of acknowledgements. */
export const attentionWords = {
  hangs: 'Hangs',
  hungSince: 'Running since',
  usually: (minutes: number) =>
    `takes at most ${minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`} otherwise`,
  before: (streak: string) => `before that ${streak}`,
  didNotRun: 'Did not run',
  neverRan: 'Never ran',
  expected: 'expected',
  none: { failed: 'No failed jobs', overdue: 'No overdue jobs', hung: 'No job hangs' },
  known: 'Known:',
  until: 'until',
  untilSuccess: 'until the next success',
  dialog: {
    title: (jobs: number) => (jobs === 1 ? 'Acknowledge this job?' : `Acknowledge ${words.count.jobs(jobs)}?`),
    help: 'It is counted apart as known, and stays in sight. It ends by itself, and at once when a job has another problem.',
    note: 'Note',
    noteHelp: 'What is known, and who works on it',
    ticket: 'Ticket (optional)',
    until: 'Until',
    nextSuccess: 'the next success',
    date: (most = longestAcknowledgementDays) => `a date, at most ${most} days ahead`,
    day: 'Date',
    send: 'Acknowledge',
    sending: 'Acknowledging …',
    failed: 'Nothing was acknowledged.',
    notNeeded: (jobs: number) => `${words.count.jobs(jobs)} no longer needed attention.`,
  },
};
