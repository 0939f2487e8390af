import { type JobRow, type ListedState, writeRowLines } from '@retry-desk/contract';
import { memoByObject } from '#memo.ts';
import { etagOf, Representation } from './representation.ts';
import { rowText } from './serialize.ts';

export type JobFilter = {
  state?: ListedState | undefined;
  /** Words, each of which stands in the name of the job, its server or a failed machine, in a reason or its cause, in any case. */
  q?: string | undefined;
  /** A backup server's whole name. */
  server?: string | undefined;
  platform?: JobRow['platform'] | undefined;
  /** At least so many failed runs in a row. */
  streak?: string | undefined;
  retriedSince?: string | undefined;
  notRetriedSince?: string | undefined;
  known?: 'yes' | 'no' | undefined;
};

type CachedList = { rows: readonly JobRow[]; representation: Representation };

/** The list of jobs as it is sent: of all jobs, those that failed or those that run, it is made once per change. */
export function createJobLists(): (
  rows: readonly JobRow[],
  filter: JobFilter,
  takenAt: string | null,
) => Representation {
  const cached = new Map<JobFilter['state'], CachedList>();

  return (rows, filter, takenAt) => {
    const { state = 'all', ...narrower } = filter;
    if (Object.values(narrower).some((wish) => wish !== undefined)) return write(jobRows(rows, filter), takenAt, null);
    const before = cached.get(state);
    if (before?.rows === rows) return before.representation;
    const representation = write(jobRows(rows, filter), takenAt, before?.representation ?? null);
    cached.set(state, { rows, representation });
    return representation;
  };
}

/** The tag names the rows, not when they were confirmed. */
function write(rows: readonly JobRow[], takenAt: string | null, before: Representation | null): Representation {
  const text = writeRowLines(rows.map(rowText));
  const etag = etagOf(text);
  return before?.etag === etag
    ? before
    : new Representation([`{"takenAt":${JSON.stringify(takenAt)},"jobs":`, text, '}'], etag, before);
}

/** The rows that the filter lets through, in their order. */
export function jobRows(rows: readonly JobRow[], filter: JobFilter): JobRow[] {
  const { state = 'all' } = filter;
  return narrowed(
    rows.filter((row) => state === 'all' || isIn(row, state)),
    filter,
  );
}

/** The rows that all but the state lets through. */
export function narrowed(rows: readonly JobRow[], filter: Omit<JobFilter, 'state'>): JobRow[] {
  const { server, platform, streak, retriedSince, notRetriedSince, known } = filter;
  const wanted = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (server === undefined || row.backupServer === server) &&
      (platform === undefined || row.platform === platform) &&
      row.streak >= Number(streak ?? 0) &&
      (known === undefined || (row.acknowledged !== undefined) === (known === 'yes')) &&
      (retriedSince === undefined || isRetriedSince(row, retriedSince)) &&
      (notRetriedSince === undefined || !isRetriedSince(row, notRetriedSince)) &&
      wanted.every((word) => wordsIn(row).includes(word)),
  );
}

function isRetriedSince({ openRetry, lastRetry }: JobRow, since: string): boolean {
  return [openRetry, lastRetry].some((retry) => retry && Date.parse(retry.requestedAt) >= Date.parse(since));
}

function isIn(row: JobRow, state: Exclude<ListedState, 'all'>): boolean {
  switch (state) {
    case 'attention':
      return Boolean(row.attention);
    case 'overdue':
      return row.overdue !== undefined;
    case 'hung':
      return row.hung !== undefined;
    case 'failed':
      return row.state === 'failed';
    // One that runs because of a retry counts with the retries, not with scheduled runs.
    case 'running':
      return row.state === 'running' && row.openRetry === null;
  }
}

/** The searched text of a row, in lower case: most rows stay the same from one search to the next. */
const wordsIn = memoByObject(({ name, backupServer, reasons, cause }: JobRow) => {
  const texts = reasons.flatMap(({ machine, text }) => [machine, text]);
  return [name, backupServer ?? '', cause?.title ?? '', ...texts].join('\n').toLowerCase();
});
