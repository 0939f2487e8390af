import { type AcknowledgementEnd, longestAcknowledgementDays } from '@retry-desk/contract';
import { isolated } from './isolated.ts';
import { words } from './words.ts';

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
  none: {
    failed: 'No failed jobs',
    overdue: 'No overdue jobs',
    hung: 'No job hangs',
    running: 'No job is running',
    all: 'Enterprise Manager has no agent jobs',
  },
  allHelp: 'They appear here once Enterprise Manager has collected them from a backup server.',
  known: 'Known:',
  withdraw: 'Withdraw',
  withdrawOf: (job: string) => `Withdraw the acknowledgement of ${isolated(job)}`,
  stillKnown: 'It is still acknowledged.',
  until: 'until',
  untilSuccess: 'until the next success',
  ends: {
    success: 'ended by a good run',
    expired: 'ended on its date',
    'another-cause': 'ended: it failed for another cause',
    'another-kind': 'ended: it has trouble of another kind',
    replaced: 'replaced by another one',
    withdrawn: 'withdrawn',
    'job-gone': 'ended: the job is no longer listed',
    'schedule-off': 'ended: the schedule of the job is off',
  } satisfies Record<AcknowledgementEnd, string>,
  endedCard: (count: number) => (count === 1 ? 'Acknowledgement ended' : `${count} acknowledgements ended`),
  moreEnded: (count: number) => `and ${count} more in the hand-over`,
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
    noteMissing: 'Write what is known.',
    failed: (inParts: boolean) => (inParts ? 'Not all jobs were acknowledged.' : 'Nothing was acknowledged.'),
    done: (jobs: number) => `${words.count.jobs(jobs)} acknowledged`,
    notNeeded: (jobs: number) => `${words.count.jobs(jobs)} no longer needed attention.`,
  },
};
