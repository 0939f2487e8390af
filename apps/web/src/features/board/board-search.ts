import { type JobRow, type ListedState, listedStates, needsSince, type Platform } from '@retry-desk/contract';
import type { Preferences } from '#lib/preferences.ts';
import type { BoardSearch } from '#lib/search-params.ts';
import { mostUrgentFirst } from '#lib/urgency.ts';

export type SortKey = 'urgency' | 'failed' | 'job' | 'streak' | 'success';
export type Sort = { key: SortKey; descending: boolean };

/** The shown part of the board; lives in the address. */
export type BoardFilter = {
  state: ListedState;
  /** Rows of jobs, or of causes with their jobs. */
  by: Preferences['boardBy'];
  q: string;
  server: string;
  platform: Platform | '';
  minStreak: number;
  /** Retried today, in the zone that is shown, or not yet. */
  tried: 'today' | 'not' | '';
  /** Acknowledged, or not. */
  known: 'yes' | 'no' | '';
  sort: Sort;
};

/** A filter that lets everything of its state through. */
export const notNarrowed = { q: '', server: '', platform: '', minStreak: 0, tried: '', known: '' } as const;

export const sortKeys: readonly SortKey[] = ['urgency', 'failed', 'job', 'streak', 'success'];
const platforms: readonly Platform[] = ['windows', 'linux', 'other'];
const firstSort: Sort = { key: 'urgency', descending: true };

/** Reads `streak` or `-streak`; anything else is most urgent first. */
export function readSort(text: string | null): Sort {
  const descending = text?.startsWith('-') ?? false;
  const key = sortKeys.find((known) => known === (descending ? text?.slice(1) : text));
  return key ? { key, descending } : firstSort;
}

/** `-streak` for the longest streak first. */
export function writeSort(sort: Sort): string {
  return `${sort.descending ? '-' : ''}${sort.key}`;
}

/** Reads `today` or `not`; anything else counts as absent. */
export function readTried(text: string | null): BoardFilter['tried'] {
  return text === 'today' || text === 'not' ? text : '';
}

/** Reads `yes` or `no`; anything else counts as absent. */
export function readKnown(text: string | null): BoardFilter['known'] {
  return text === 'yes' || text === 'no' ? text : '';
}

/** Reads the address; unknown values count as absent. A view that is absent is the one last `chosen` in this browser. */
export function readFilter(search: URLSearchParams, chosen: BoardFilter['by'] = 'job'): BoardFilter {
  const state = search.get('state');
  const streak = Number(search.get('streak') ?? '');
  return {
    state: listedStates.find((known) => known === state) ?? 'attention',
    by: search.get('by') === 'cause' ? 'cause' : chosen,
    q: search.get('q') ?? '',
    server: search.get('server') ?? '',
    platform: platforms.find((known) => known === search.get('platform')) ?? '',
    minStreak: Number.isInteger(streak) && streak > 0 ? streak : 0,
    tried: readTried(search.get('tried')),
    known: readKnown(search.get('known')),
    sort: readSort(search.get('sort')),
  };
}

/** The address of a filter; what is as usual is left out. */
export function writeFilter(filter: BoardFilter): BoardSearch {
  const { sort } = filter;
  const search: BoardSearch = {};
  if (filter.state !== 'attention') search.state = filter.state;
  if (filter.by === 'cause') search.by = 'cause';
  if (filter.q) search.q = filter.q;
  if (filter.server) search.server = filter.server;
  if (filter.platform) search.platform = filter.platform;
  if (filter.minStreak > 0) search.streak = String(filter.minStreak);
  if (filter.tried) search.tried = filter.tried;
  if (filter.known) search.known = filter.known;
  if (sort.key !== firstSort.key || sort.descending !== firstSort.descending) search.sort = writeSort(sort);
  return search;
}

/** Whether anything but the state narrows the list. */
export function isNarrowed(filter: BoardFilter): boolean {
  const { q, server, platform, minStreak, tried, known } = filter;
  return q !== '' || server !== '' || platform !== '' || minStreak > 0 || tried !== '' || known !== '';
}

/** Whether jobs of this state come with the board; others are requested apart. */
export function isOnBoard(state: BoardFilter['state']): boolean {
  return state !== 'running' && state !== 'all';
}

/** Whether the rows are causes: only failed jobs have one. */
export function isByCause({ state, by }: BoardFilter): boolean {
  return (state === 'attention' || state === 'failed') && by === 'cause';
}

/** A column pressed once sorts its useful way, pressed again the other way. */
export function nextSort(sort: Sort, key: SortKey): Sort {
  if (sort.key === key) return { key, descending: !sort.descending };
  return { key, descending: key === 'failed' || key === 'streak' };
}

const texts = new WeakMap<JobRow, string>();

/** Everything of a row a person may search for, made once per row. */
function textOf(job: JobRow): string {
  const known = texts.get(job);
  if (known !== undefined) return known;
  const parts = [job.name, job.backupServer ?? '', job.cause?.title ?? ''];
  for (const { machine, text } of job.reasons) parts.push(machine, text);
  const made = parts.join('\n').toLocaleLowerCase();
  texts.set(job, made);
  return made;
}

function failedAt(job: JobRow): string {
  return needsSince(job) ?? '';
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of names, as people read them. */
export const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const urgentFirst = mostUrgentFirst(failedAt);

const orders: Record<SortKey, (a: JobRow, b: JobRow) => number> = {
  urgency: (a, b) => urgentFirst(b, a),
  failed: (a, b) => compare(failedAt(a), failedAt(b)),
  job: (a, b) => names.compare(a.name, b.name),
  streak: (a, b) => a.streak - b.streak,
  success: (a, b) => compare(a.lastSuccessAt ?? '', b.lastSuccessAt ?? ''),
};

/** Rows in their order; equal ones by name, then id, so that nothing jumps. */
export function sortedRows(jobs: readonly JobRow[], sort: Sort): JobRow[] {
  const order = orders[sort.key];
  const sign = sort.descending ? -1 : 1;
  return [...jobs].sort((a, b) => sign * order(a, b) || names.compare(a.name, b.name) || compare(a.id, b.id));
}

/** The rows a filter lets through, in the order they come in; `triedToday`: whether a job was retried today. */
export function matchingRows(
  rows: readonly JobRow[],
  filter: BoardFilter,
  triedToday: (job: JobRow) => boolean,
): readonly JobRow[] {
  if (!isNarrowed(filter)) return rows;
  const wanted = filter.q.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (job) =>
      (filter.server === '' || job.backupServer === filter.server) &&
      (filter.platform === '' || job.platform === filter.platform) &&
      job.streak >= filter.minStreak &&
      (filter.known === '' || (job.acknowledged !== undefined) === (filter.known === 'yes')) &&
      (filter.tried === '' || triedToday(job) === (filter.tried === 'today')) &&
      (wanted.length === 0 || wanted.every((word) => textOf(job).includes(word))),
  );
}
