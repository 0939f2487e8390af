import type { JobRow } from '@retry-desk/contract';

/** A row as it is drawn; `gone` where it has left the list while the list was held. */
export type HeldRow = { job: JobRow; gone: boolean };

/**
 * What is drawn while a hand is over the table: the rows it saw, in the order it saw them, with what is new inside each.
 * `changes` counts the rows that came or left and wait.
 */
export function holdRows(seen: readonly JobRow[], fresh: readonly JobRow[]): { rows: HeldRow[]; changes: number } {
  if (seen === fresh) return { rows: fresh.map((job) => ({ job, gone: false })), changes: 0 };
  const now = new Map(fresh.map((job) => [job.id, job]));
  const rows = seen.map((job) => {
    const current = now.get(job.id);
    return { job: current ?? job, gone: current === undefined };
  });
  const left = rows.filter(({ gone }) => gone).length;
  const came = fresh.length - (seen.length - left);
  return { rows, changes: left + came };
}
