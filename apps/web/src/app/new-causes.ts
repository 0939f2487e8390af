import type { Board, JobRow, RowCause } from '@retry-desk/contract';

/** A cause that was not on the board before, with the jobs that failed for it. */
export type NewCause = { cause: RowCause; jobs: readonly JobRow[] };

type Looked = Pick<Board, 'failed'>;

/**
 * Causes on a board that were not there at the last look, with those jobs that nobody has acknowledged. A cause that has
 * merely been found since, of runs that were there, is not new.
 */
export function newCauses(before: Looked, after: Looked): NewCause[] {
  const keys = new Set(before.failed.map(({ cause }) => cause?.key));
  const runs = new Set(before.failed.map(({ run }) => run?.id));
  const found = new Map<string, { cause: RowCause; jobs: JobRow[] }>();
  for (const row of after.failed) {
    const { cause, acknowledged } = row;
    if (!cause || acknowledged || keys.has(cause.key)) continue;
    const entry = found.get(cause.key) ?? { cause, jobs: [] };
    entry.jobs.push(row);
    found.set(cause.key, entry);
  }
  return [...found.values()].filter(({ jobs }) => jobs.some(({ run }) => !runs.has(run?.id)));
}
