import type { JobRow } from '@retry-desk/contract';
import { jobRowOf, stateOf } from './job-row.ts';
import type { Known, KnownRetries } from './snapshot.ts';

export type JobFilter = {
  state?: 'failed' | 'running' | 'all' | undefined;
  /** Part of a job's or of a failed machine's name, in any case. */
  q?: string | undefined;
  /** A backup server's whole name. */
  server?: string | undefined;
};

/** Jobs with their newest run, by name; jobs of the same name by id. */
export function jobRows(known: Known, openRetry: KnownRetries['openRetry'], filter: JobFilter, now: number): JobRow[] {
  const rows: JobRow[] = [];
  for (const job of known.jobs) {
    const runs = known.runsOf(job.id);
    if (filter.server !== undefined && job.backupServer?.name !== filter.server) continue;
    if (filter.state !== undefined && filter.state !== 'all' && stateOf(runs) !== filter.state) continue;
    const row = jobRowOf({ job, runs, machinesOf: known.machinesOf, openRetry: openRetry(job.id) }, now);
    if (speaksOf(row, filter.q ?? '')) rows.push(row);
  }
  return rows.sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}

function speaksOf(row: JobRow, q: string): boolean {
  const wanted = q.trim().toLowerCase();
  return [row.name, ...row.reasons.map(({ machine }) => machine)].some((text) => text.toLowerCase().includes(wanted));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
