import type { CauseAdvice, CauseOutcome } from '@retry-desk/contract';
import { inHistory } from './in-history.ts';
import { isolated } from './isolated.ts';

/** Names of families, where the word of the contract is none for a person. */
const families: Readonly<Record<string, string>> = {
  catalog: 'catalogue',
  datamover: 'data mover',
  locked: 'file in use',
  'sql-truncate': 'SQL log truncation',
  vss: 'VSS',
  'vss-storage': 'VSS storage',
};

/** Families that name nothing in common. */
const nameless: ReadonlySet<string> = new Set(['unclassified', 'says-nothing']);

/** Texts of causes, for pages and dialogs that come later than the board. */
export const causeWords = {
  /** One word for each kind of advice; its evidence stands beside it. */
  advice: {
    retry: 'A retry helps',
    wait: 'Wait',
    'fix-first': 'Fix first',
    danger: 'Danger',
    unknown: 'Not known whether a retry helps',
  } satisfies Record<CauseAdvice['kind'], string>,
  /** Null where the family names nothing in common. */
  family: (family: string) => (nameless.has(family) ? null : (families[family] ?? family.replaceAll('-', ' '))),
  fixLink: 'How to fix it',
  fixLinkOf: (title: string) => `How to fix it: ${isolated(title)} (opens a new tab)`,
  cause: 'Cause',
  /** At least: runs that ended before Retry Desk watched are not counted. */
  timesInMonth: (count: number) =>
    `failed for this cause at least ${count === 1 ? 'once' : `${count} times`} in ${inHistory} on this job`,
  outcome: {
    'backed-up': 'the retry worked',
    'same-cause': 'failed again for the same cause',
    'another-cause': 'failed for another cause',
  } satisfies Record<CauseOutcome, string>,
  dangerFor: (count: number, of: number) =>
    of === 1 ? 'Danger.' : count === of ? `Danger for all ${of} jobs.` : `Danger for ${count} of ${of} jobs.`,
};
