import type { CauseAdvice, JobRow, ListedCause } from '@retry-desk/contract';
import { names, type Sort } from '../board-search.ts';
import { machinesOf } from '../retry/retry-plan.ts';

/** A cause with those of its jobs that the filters let through, in the order of the rows. */
export type CauseGroup = {
  /** The key of the cause. */
  id: string;
  title: string;
  family: string;
  advice: CauseAdvice;
  /** As the server lists it; null for a moment, where a row has brought it before. */
  cause: ListedCause | null;
  jobs: readonly JobRow[];
  machines: number;
  servers: number;
};

export type CauseGroups = {
  /** In the order that is chosen. */
  causes: readonly CauseGroup[];
  /** Jobs with a reason that says nothing: each may have failed for something else. */
  silent: readonly JobRow[];
  /** Jobs without a known cause. */
  unknown: readonly JobRow[];
};

const saysNothing = ({ family }: { family: string }) => family === 'says-nothing';

/** Machines of these jobs that have the cause. A filter leaves out jobs, and the list of the server does not say whose machine is whose. */
function machinesIn({ jobs, machines }: ListedCause, rows: readonly JobRow[]): number {
  if (rows.length === jobs.length) return machines.length;
  const shown = new Set(rows.flatMap(machinesOf));
  return machines.filter((machine) => shown.has(machine)).length;
}

function groupOf(
  named: { key: string; title: string; family: string; advice: CauseAdvice },
  cause: ListedCause | null,
  jobs: readonly JobRow[],
): CauseGroup {
  const { key: id, title, family, advice } = named;
  const servers = new Set(jobs.flatMap(({ backupServer }) => backupServer ?? [])).size;
  const machines = cause ? machinesIn(cause, jobs) : new Set(jobs.flatMap(machinesOf)).size;
  return { id, title, family, advice, cause, jobs, machines, servers };
}

/** By machines where the jobs stand by urgency, by title where they stand by name; else they come as their first jobs do. */
function inOrder(causes: readonly CauseGroup[], { key, descending }: Sort): CauseGroup[] {
  const sign = descending ? -1 : 1;
  const reach = (a: CauseGroup, b: CauseGroup) => a.machines - b.machines || a.jobs.length - b.jobs.length;
  const order = { urgency: reach, job: (a: CauseGroup, b: CauseGroup) => names.compare(a.title, b.title) };
  if (key !== 'urgency' && key !== 'job') return [...causes];
  return [...causes].sort((a, b) => sign * order[key](a, b) || (a.id < b.id ? -1 : 1));
}

/** Sorts rows, which come in the order `sort`, by the causes of their jobs; a job whose machines failed for several stands under each. */
export function causeGroups(rows: readonly JobRow[], listed: readonly ListedCause[], sort: Sort): CauseGroups {
  const keysOf = new Map<string, string[]>();
  for (const { key, jobs } of listed) {
    for (const job of jobs) {
      const keys = keysOf.get(job);
      if (keys) keys.push(key);
      else keysOf.set(job, [key]);
    }
  }
  const silentKeys = new Set(listed.filter(saysNothing).map(({ key }) => key));
  const byKey = new Map<string, JobRow[]>();
  const silent: JobRow[] = [];
  const unknown: JobRow[] = [];
  for (const job of rows) {
    const { cause } = job;
    const keys = keysOf.get(job.id) ?? (cause ? [cause.key] : []);
    const specific = keys.filter((key) => !silentKeys.has(key) && !(cause?.key === key && saysNothing(cause)));
    for (const key of specific) {
      const own = byKey.get(key);
      if (own) own.push(job);
      else byKey.set(key, [job]);
    }
    if (specific.length === 0) (keys.length > 0 ? silent : unknown).push(job);
  }
  const listedBy = new Map(listed.map((cause) => [cause.key, cause]));
  const causes = [...byKey].flatMap(([key, jobs]) => {
    const cause = listedBy.get(key) ?? null;
    const named = cause ?? jobs[0]?.cause;
    return named ? [groupOf(named, cause, jobs)] : [];
  });
  return { causes: inOrder(causes, sort), silent, unknown };
}

/**
 * Jobs to try one first: those whose widest cause it is, as of a retry only what became of that is recorded; of these the ones
 * with the fewest machines, so that the least is done where it does not help.
 */
export function bestToTry(jobs: readonly JobRow[], causeKey: string): JobRow[] {
  const isAside = ({ cause }: JobRow) => Number(cause?.key !== causeKey);
  const size = ({ run }: JobRow) => run?.machinesFailed ?? Number.MAX_VALUE;
  return [...jobs].sort((a, b) => isAside(a) - isAside(b) || size(a) - size(b));
}
