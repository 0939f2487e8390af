import { isolated } from '#lib/isolated.ts';
import { many } from '#lib/many.ts';
import { words } from '#lib/words.ts';

/** Texts of the board by cause. */
export const byCauseWords = {
  label: 'Failed jobs by cause',
  loading: 'Loading the causes …',
  unreadable: 'The causes could not be loaded',
  jobsOf: (title: string) => `Jobs: ${isolated(title)}`,
  servers: (count: number) => many(count, 'server', 'servers'),
  since: 'since',
  newest: 'newest',
  retryThese: (count: number) => `Retry these ${count}…`,
  retryTheseOf: (count: number, title: string) => `Retry these ${count}: ${isolated(title)}`,
  retryOne: 'Retry…',
  retryOneOf: (title: string) => `Retry: ${isolated(title)}`,
  acknowledge: 'Acknowledge…',
  acknowledgeOf: (title: string) => `Acknowledge… ${isolated(title)}`,
  tryFirst: 'Try one first…',
  tryFirstOf: (title: string) => `Try one first: ${isolated(title)}`,
  selectAll: (count: number) => `Select all ${count}`,
  silent: words.board.noReason,
  silentHelp: 'Each of these jobs may have failed for something else.',
  unknown: 'Without a known cause',
  unknownHelp: 'No cause of these jobs is known; they may have nothing in common.',
  showAll: (count: number) => `Show all ${count} causes`,
  first: {
    worked: (job: string) => `${isolated(job)} worked.`,
    sameCause: (job: string) => `${isolated(job)} did not: same cause.`,
    anotherCause: (job: string) => `${isolated(job)} did not: it failed for another cause.`,
    state: (job: string, state: string) => `${isolated(job)}: ${state}`,
    loading: (job: string) => `${isolated(job)} was tried first.`,
    others: (count: number) => `Retry the other ${count}…`,
    details: 'Details',
    detailsOf: (job: string) => `Details: ${isolated(job)}`,
  },
};
