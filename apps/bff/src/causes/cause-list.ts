import type { ListedCause } from '@retry-desk/contract';
import type { Cause } from '@retry-desk/failure-causes';
import type { CausePast } from './cause-records.ts';
import type { FailingJob } from './failing-jobs.ts';

/** The sources of the list besides the failing jobs. */
export type CauseFacts = {
  veeamRetriesAt: (jobId: string) => number | null;
  pastOf: (key: string) => CausePast;
  shownOf: (cause: Cause) => Pick<ListedCause, 'key' | 'title' | 'family'> & {
    adviceAt(veeamRetriesAt: string | null): ListedCause['advice'];
  };
  knownOf: (cause: Cause) => ListedCause['known'];
};

type Gathered = {
  cause: Cause;
  jobs: string[];
  machines: Set<string>;
  servers: Set<string>;
  firstAt: number;
  lastAt: number;
};

/** The causes of these jobs, those with the most machines first. True until Veeam begins a retry of its own: `until`. */
export function listCauses(
  failing: Iterable<FailingJob>,
  facts: CauseFacts,
): { made: readonly ListedCause[]; until: number } {
  const gathered = new Map<string, Gathered>();
  for (const job of failing) for (const { cause, machines } of job.failedFor) gather(gathered, job, cause, machines);
  let until = Number.POSITIVE_INFINITY;
  const made = Array.from(gathered.values(), (entry) => {
    const waits = waitsUntil(entry.jobs, facts.veeamRetriesAt);
    until = Math.min(until, waits?.first ?? until);
    return presentCause(entry, waits?.last ?? null, facts);
  });
  return { made: made.sort(widestFirst), until };
}

function gather(
  all: Map<string, Gathered>,
  { jobId, run, server }: FailingJob,
  cause: Cause,
  machines: string[],
): void {
  const at = run.endedAt ?? run.createdAt;
  let entry = all.get(cause.key);
  if (entry === undefined) {
    entry = { cause, jobs: [], machines: new Set(), servers: new Set(), firstAt: at, lastAt: at };
    all.set(cause.key, entry);
  }
  entry.jobs.push(jobId);
  for (const machine of machines) entry.machines.add(machine);
  if (server !== null) entry.servers.add(server);
  entry.firstAt = Math.min(entry.firstAt, at);
  entry.lastAt = Math.max(entry.lastAt, at);
}

/** When the first and the last of these jobs are retried by Veeam itself; null unless all of them are. */
function waitsUntil(
  jobs: readonly string[],
  veeamRetriesAt: CauseFacts['veeamRetriesAt'],
): { first: number; last: number } | null {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const job of jobs) {
    const at = veeamRetriesAt(job);
    if (at === null) return null;
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return { first, last };
}

function presentCause(
  { cause, jobs, machines, servers, firstAt, lastAt }: Gathered,
  waitsUntilAt: number | null,
  { pastOf, shownOf, knownOf }: CauseFacts,
): ListedCause {
  const { key, title, family, adviceAt } = shownOf(cause);
  const past = pastOf(key);
  return {
    key,
    title,
    family,
    known: knownOf(cause),
    advice: adviceAt(waitsUntilAt === null ? null : new Date(waitsUntilAt).toISOString()),
    jobs,
    machines: [...machines].sort(),
    servers: [...servers].sort(),
    firstSeenAt: new Date(Math.min(firstAt, past.firstAt ?? firstAt)).toISOString(),
    lastSeenAt: new Date(Math.max(lastAt, past.lastAt ?? lastAt)).toISOString(),
    retries: { tried: past.tried, helped: past.helped },
  };
}

function widestFirst(a: ListedCause, b: ListedCause): number {
  return b.machines.length - a.machines.length || b.jobs.length - a.jobs.length || (a.key < b.key ? -1 : 1);
}
