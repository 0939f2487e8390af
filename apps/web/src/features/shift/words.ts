import type { AcknowledgementEnd, Outage } from '@retry-desk/contract';
import { inHistory } from '#lib/in-history.ts';
import { isolated } from '#lib/isolated.ts';
import { many } from '#lib/many.ts';
import { words } from '#lib/words.ts';
import { attentionWords } from '#lib/words-attention.ts';

const away: Record<Outage['what'], string> = {
  'enterprise-manager': 'Enterprise Manager was not responding',
  desk: 'Retry Desk was not running',
  collection: 'Enterprise Manager listed no new run',
};

/** Every text of the hand-over. */
export const shiftWords = {
  title: words.shell.shift,
  loading: 'Loading the hand-over …',
  unreadable: 'The hand-over could not be loaded',
  since: 'Since',
  from: 'From',
  to: 'to',
  starts: {
    evening: 'the last 18:00',
    visit: (when: string) => `my last visit, ${when}`,
    day: 'last 24 hours',
    week: 'last 7 days',
  },
  copy: 'Copy as text',
  print: 'Print',
  numbers: {
    label: 'In this time',
    failed: (runs: number) => `failed, in ${many(runs, 'run', 'runs')}`,
    repaired: 'repaired themselves',
    retries: 'retried',
    attention: 'need attention now',
    known: 'known',
    jobs: (count: number, isLeast: boolean) => `${isLeast ? 'at least ' : ''}${words.count.jobs(count)}`,
  },
  atLeast: (count: number, isLeast: boolean) => `${isLeast ? 'at least ' : ''}${count}`,
  parts: {
    attention: 'Needs attention now',
    known: 'Known',
    retries: 'Retries',
    repaired: 'Repaired themselves',
    acknowledgements: 'Acknowledgements',
    outages: 'Outages',
    trend: `Last ${inHistory}, all jobs`,
  },
  none: {
    jobs: 'Enterprise Manager lists no job.',
    attention: 'No job needs attention.',
    unknown: 'No job is listed as needing attention, but these data may be out of date.',
    retries: 'Nobody requested a retry.',
    repaired: 'No job that failed in this time was good again by itself.',
    acknowledgements: 'None was made, and none ended.',
    repairedUnread: 'None so far: not all runs of this time have been read yet.',
    outages: 'No outage of Enterprise Manager or Retry Desk was recorded.',
  },
  rule: 'A first failure: retry, note it, watch the next run. Three failed runs in a row: hand over to the backup administrators.',
  handOver: 'hand over',
  columns: { job: 'Job', what: 'Trouble', why: 'Why', since: 'Since', lastSuccess: 'Last success' },
  failedTimes: (streak: number, atLeast: boolean) =>
    streak > 1 ? `Failed ${streak}×${atLeast ? ' or more' : ''}` : 'Failed',
  resultUnknown: 'Result unknown',
  onBoard: (all: number) => `All ${all} on the board`,
  allRetries: (all: number) => `All ${all} retries`,
  firstOf: (shown: number, all: number) => `the first ${shown} of ${all}`,
  notPrinted: (count: number) => `and ${count} more, not printed`,
  by: (person: string) => `by ${isolated(person)}`,
  failedGood: { failed: 'failed', good: 'good again' },
  endedBy: (end: AcknowledgementEnd, person: string | null) =>
    person === null ? attentionWords.ends[end] : `${attentionWords.ends[end]} by ${isolated(person)}`,
  away,
  still: 'still',
  lasted: (time: string) => `for ${time}`,
  trend: {
    failed: 'Jobs that failed',
    recovered: 'Jobs that recovered',
    retried: 'Retries',
    most: (count: number) => `at most ${count} a day`,
    none: 'none',
    summary: (name: string, total: number, most: number, day: string) =>
      total === 0 ? `${name}: none.` : `${name}: ${total}, at most ${most} (${day}).`,
    unread: (days: number) => `${many(days, 'day has', 'days have')} not been read yet.`,
    daysAgo: (days: number) => `${days} days ago`,
    today: 'today',
  },
};
