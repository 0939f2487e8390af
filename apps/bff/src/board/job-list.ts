import type { JobRow } from '@retry-desk/contract';
import { rowText } from './board-text.ts';
import { etagOf, Variant } from './variant.ts';

export type JobFilter = {
  state?: 'failed' | 'running' | 'all' | undefined;
  /** Part of a job's or of a failed machine's name, in any case. */
  q?: string | undefined;
  /** A backup server's whole name. */
  server?: string | undefined;
};

type Kept = { rows: readonly JobRow[]; variant: Variant };

/** The list of jobs as it is sent: of all jobs, those that failed or those that run, it is made once per change. */
export function createJobLists(): (rows: readonly JobRow[], filter: JobFilter, takenAt: string | null) => Variant {
  const kept = new Map<JobFilter['state'], Kept>();

  return (rows, filter, takenAt) => {
    const { state = 'all', q, server } = filter;
    if (q !== undefined || server !== undefined) return write(jobRows(rows, filter), takenAt, null);
    const before = kept.get(state);
    if (before?.rows === rows) return before.variant;
    const variant = write(jobRows(rows, filter), takenAt, before?.variant ?? null);
    kept.set(state, { rows, variant });
    return variant;
  };
}

/** Each row stands on a line of its own, as on the board. The tag names the rows, not when they were confirmed. */
function write(rows: readonly JobRow[], takenAt: string | null, before: Variant | null): Variant {
  const text = rows.map(rowText).join(',\n');
  const etag = etagOf(text);
  return before?.etag === etag
    ? before
    : new Variant(`{"takenAt":${JSON.stringify(takenAt)},"jobs":[\n${text}\n]}`, etag, before);
}

/** The rows that the filter lets through, in their order. */
export function jobRows(rows: readonly JobRow[], filter: JobFilter): JobRow[] {
  const { state = 'all', server } = filter;
  const wanted = (filter.q ?? '').trim().toLowerCase();
  return rows.filter(
    (row) =>
      (server === undefined || row.backupServer === server) &&
      (state === 'all' || isIn(row, state)) &&
      (wanted === '' || namesIn(row).includes(wanted)),
  );
}

/** What runs by a retry is counted with the retries, not with what runs by schedule. */
function isIn(row: JobRow, state: 'failed' | 'running'): boolean {
  return row.state === state && (state !== 'running' || row.openRetry === null);
}

/** What a search looks at, in lower case: most rows stay what they are from one search to the next. */
const names = new WeakMap<JobRow, string>();

function namesIn(row: JobRow): string {
  const known = names.get(row);
  if (known !== undefined) return known;
  const text = [row.name, ...row.reasons.map(({ machine }) => machine)].join('\n').toLowerCase();
  names.set(row, text);
  return text;
}
