import {
  type FailingChannel,
  type RetryState,
  type WallBoard,
  type WallLinkRefusal,
  wallLinkMinutes,
} from '@retry-desk/contract';
import { isolated } from '#lib/isolated.ts';
import { many } from '#lib/many.ts';
import { words } from '#lib/words.ts';
import { notDelivered } from '#lib/words-notices.ts';
import type { Trouble } from './screen.ts';
import type { Span } from './urgency.ts';

const units: Record<Span['unit'], [one: string, many: string]> = {
  minute: ['minute', 'minutes'],
  hour: ['hour', 'hours'],
  day: ['day', 'days'],
};

function span({ count, unit }: Span): string {
  return many(count, ...units[unit]);
}

const causes: Record<Trouble, string> = {
  'em-down': 'Enterprise Manager is not responding.',
  'em-unread': 'Enterprise Manager has not been read since.',
  'desk-silent': 'Retry Desk is not responding.',
  'desk-error': 'Retry Desk responds with an error.',
  unreadable: 'Retry Desk sent a response this page cannot read. The page reloads by itself.',
  page: 'Something went wrong on this page. It reloads by itself.',
};

/** Nobody has access (any more): who had it before, or that nobody has since the page was opened. */
const ended: Record<'link' | 'person' | 'nobody', { title: string; help: string }> = {
  link: {
    title: 'This wall link has been revoked',
    help: 'Ask an operator for a new link, or to open the wall on this screen with its code.',
  },
  person: { title: 'You are signed out', help: 'Sign in again, or open a wall link on this screen.' },
  nobody: {
    title: 'Nobody is signed in here',
    help: 'Sign in, or open a wall link on this screen. A revoked link no longer works: ask an operator for a new one.',
  },
};

const refused: Record<WallLinkRefusal, { title: string; help: string }> = {
  spent: {
    title: 'Already used on another screen',
    help: 'This wall link works on one screen only. Ask an operator for another link.',
  },
  unknown: {
    title: 'This wall link is not valid',
    help: 'It has been revoked, or its address is incomplete. Ask an operator for another link.',
  },
  'too-many': {
    title: 'Too many wall links were opened from here',
    help: `Wait ${wallLinkMinutes} minutes, then open the link again.`,
  },
};

/** Whether failed jobs are all there is: then the wall speaks of failed jobs, else of jobs that need attention. */
function isAllFailed({ failed, overdue, hung, acknowledged }: WallBoard['counts']): boolean {
  return failed !== null && !overdue && !hung && !acknowledged;
}

function needingWords(count: number, counts: WallBoard['counts'], unknown: number): string {
  if (isAllFailed(counts)) return failedWords(count, unknown);
  if (count === 0) return 'Nothing new';
  return count === 1 ? 'job needs attention' : 'jobs need attention';
}

/** The parts of the number, where not all of it are failed jobs; `known` ones stand beside it. */
function partsOf(counts: WallBoard['counts']): string {
  if (isAllFailed(counts)) return '';
  const { failed, overdue, hung, acknowledged } = counts;
  const parts: [number | null | undefined, string][] = [
    [failed, 'failed'],
    [overdue, 'overdue'],
    [hung, 'hung'],
    [acknowledged, 'known'],
  ];
  return parts.flatMap(([count, word]) => (count ? [`${count}\u00a0${word}`] : [])).join(' · ');
}

function failedWords(count: number, unknown: number): string {
  if (count === 0) return 'No job failed';
  const result = unknown === 0 ? 'failed' : unknown === count ? 'with unknown result' : 'failed or unknown';
  return `${count === 1 ? 'job' : 'jobs'} ${result}`;
}

/** Every text of the wall. */
export const wallWords = {
  tab: (count: number, isFailed: boolean) =>
    `${count} ${isFailed ? 'failed' : count === 1 ? 'needs attention' : 'need attention'} · Wall`,
  tabWithout: (heading: string) => `${heading} · Wall`,
  needing: needingWords,
  needingIn: (count: number, counts: WallBoard['counts'], unknown: number) =>
    `${count === 0 ? '' : `${count} `}${needingWords(count, counts, unknown)}`,
  parts: partsOf,
  ofJobs: (count: number) => `of ${words.count.jobs(count)}`,
  earlier: (count: number, time: string) => `${count} at ${time}`,
  notKnown: 'Not known yet',
  unread: (cause: Trouble) =>
    cause === 'em-down' ? 'Enterprise Manager is not responding.' : 'Enterprise Manager has not been read yet.',
  loading: 'Loading …',
  nothing: 'No data yet',
  ended,
  signIn: 'Sign in',
  code: {
    help: 'To open the wall on this screen, an operator types this code in Settings, under Wall links:',
    typed: 'An operator has typed this code. Waiting for them to confirm this screen:',
    until: (time: string) => `Valid until ${time}; then a new code is shown.`,
  },
  broken: 'Something went wrong here',
  brokenHelp: 'It starts again by itself as soon as Retry Desk responds.',
  refused,
  wallWithout: 'Show the wall without the link',
  old: 'Data is out of date',
  lastUpdatedBefore: 'Last updated at ',
  lastUpdatedAfter: '.',
  thatWas: (ago: Span) => `That was ${ago.count === 0 ? 'less than a minute' : span(ago)} ago.`,
  lastNumbers: (time: string, numbers: string, jobs: number | null) =>
    `At ${time}: ${numbers}${jobs === null ? '' : `, of ${jobs}`}`,
  cause: (cause: Trouble) => causes[cause],
  emDown: 'Enterprise Manager is not responding',
  emDegraded: 'Enterprise Manager is partly responding',
  journalSilent: 'The journal is not responding: no retry can be started',
  emSilent: (ago: Span) => `Enterprise Manager has reported no runs for ${span(ago)}`,
  notDelivered: (channels: readonly FailingChannel[], since: string) => `${notDelivered(channels)} ${since}`,
  noJobs: 'No jobs',
  failedJobs: 'Failed jobs, most urgent first',
  streak: (count: number, atLeast: boolean) => `${atLeast ? '≥ ' : ''}${count}×`,
  streakSpoken: (count: number, atLeast: boolean) => `failed ${atLeast ? 'at least ' : ''}${count} times in a row`,
  without: (ago: Span) => `${ago.unit === 'minute' ? 'under an hour' : span(ago)} without a backup`,
  neverBacked: 'no backup known',
  known: 'known',
  neverRan: 'never ran',
  expected: (at: string) => `did not run, expected ${at}`,
  overdue: 'did not run',
  hung: (ago: Span) => `running for ${span(ago)}`,
  retrying: 'Being retried',
  allMachines: (count: number) => `${count} of ${count} machines`,
  someMachines: (failed: number, of: number | null) =>
    `${failed}${of === null ? '' : ` of ${of}`} ${(of ?? failed) === 1 ? 'machine' : 'machines'}`,
  more: (count: number) => `+${count}`,
  noReasonYet: 'reason not read yet',
  noReason: words.noReason,
  resultUnknown: 'result unknown',
  noRetry: 'No retry in progress',
  moving: (state: RetryState, progress: number | null) =>
    state !== 'running'
      ? words.states[state].step
      : progress === null
        ? 'backing up'
        : `backing up, ${Math.round(progress)} %`,
  moreRetries: (count: number) => `${count} more`,
  beingRetried: 'being retried',
  recovered: 'recovered today',
  newestRun: (ago: Span) => `newest run ${span(ago)} ago`,
  updatedAgo: (seconds: number) => `updated ${seconds} s ago`,
  others: (count: number, pages: number) => `${count} more on ${many(pages, 'page', 'pages')}:`,
  sameCause: (count: number, title: string) => `${count} × ${isolated(title)}`,
  jobsOfCause: (jobs: number, machines: number, atLeast: boolean) =>
    `${words.count.jobs(jobs)} · ${atLeast ? 'at least ' : ''}${words.count.machines(machines)}`,
  someRetrying: (count: number) => `${count} being retried`,
  newestFailure: (ago: Span) => (ago.count === 0 ? 'newest just now' : `newest ${span(ago)} ago`),
  page: (number: number, of: number) => `page ${number} of ${of}`,
  pageHeld: (number: number, of: number) => `page ${number} of ${of}, paused`,
  sound: (on: boolean) => (on ? 'Sound on' : 'Sound off'),
  hold: (held: boolean) => (held ? 'Resume paging' : 'Pause paging'),
  fullScreen: 'Full screen',
};
