import type { AgentJob, EnterpriseManager, Instant, Run, UnreadableElement } from '@retry-desk/em-client';
import { RETENTION_MS } from '#mirror/inventory.ts';
import { DAY, HOUR, hourOf } from './hourly-counts.ts';
import type { Range } from './late-arrivals.ts';

/** Read together with the list of jobs: nearly every job has run within a day. */
const LATELY_MS = 26 * HOUR;
const READ_BACK_MS: readonly number[] = [8 * DAY, RETENTION_MS];
/** Up to so many jobs without a run are requested one by one in any case. */
const ONE_BY_ONE = 25;
const AT_ONCE = 4;
const RUNS_PER_PAGE = 100;
/** A full page costs Enterprise Manager and us what so many questions for one job cost, or more (`pnpm bench inventory`). */
const JOBS_PER_PAGE = 4;

type Em = Pick<EnterpriseManager, 'agentJobs' | 'runs' | 'runCount'>;

export type InitialLoadDeps = {
  em: Em;
  takeJobs: (jobs: readonly AgentJob[], unread: readonly UnreadableElement[]) => void;
  /** Every run created from this hour on is among the runs taken next. */
  sees: (since: Instant) => void;
  takeRuns: (runs: readonly Run[]) => Promise<void>;
  /** Reads the youngest part of a range that may be requested at once; returns where it begins. */
  readSlice: (range: Range) => Promise<Instant>;
  /** Jobs of which no run has been taken yet. */
  undecided: () => readonly AgentJob[];
};

/**
 * All jobs and the runs that decide their state: newest first, further back for jobs that have not run lately; one by
 * one where that is cheaper, because jobs that run seldom or never must not widen the range for all. Counts from
 * Enterprise Manager's own newest run, because its clock may differ from ours. Returns how far back all runs have been
 * read.
 * @throws EmError
 */
export async function initialLoad(deps: InitialLoadDeps, now: number): Promise<{ base: Instant; readBackTo: Instant }> {
  const { em, takeJobs, sees, takeRuns, readSlice, undecided } = deps;
  const unread: UnreadableElement[] = [];
  const [jobs, unfinished, { base, since, lately }] = await Promise.all([
    em.agentJobs((element) => unread.push(element)),
    em.runs({ unfinished: true }),
    readLately(em, now),
  ]);
  takeJobs(jobs, unread);
  sees(since);
  await takeRuns(unfinished);
  await takeRuns(lately);
  let readBackTo = since;
  for (const backMs of READ_BACK_MS) {
    const from = hourOf(base - backMs);
    // Decided before each slice: jobs that have not run for long remain, and cost less one by one.
    while (readBackTo > from && undecided().length > (await worthOf(em, { from, to: readBackTo }, jobs.length))) {
      readBackTo = await readSlice({ from, to: readBackTo });
    }
  }
  const seldom = undecided();
  if (seldom.length > ONE_BY_ONE && (await em.runCount({ createdBefore: readBackTo })) === 0)
    return { base, readBackTo };
  for (let from = 0; from < seldom.length; from += AT_ONCE) {
    const some = seldom.slice(from, from + AT_ONCE);
    await takeRuns((await Promise.all(some.map(({ id }) => em.runs({ jobId: id, limit: 1 })))).flat());
  }
  return { base, readBackTo };
}

async function readLately(em: Em, now: number): Promise<{ base: Instant; since: Instant; lately: Run[] }> {
  const [newest] = await em.runs({ limit: 1 });
  const base = Math.min(now, newest?.createdAt ?? now);
  const since = hourOf(base - LATELY_MS);
  return { base, since, lately: await em.runs({ createdSince: since }) };
}

/**
 * How many jobs can be requested one by one for the price of all runs of a range; without counts, as if each job ran
 * once a day.
 */
async function worthOf(em: Em, { from, to }: Range, jobs: number): Promise<number> {
  const runs = await em.runCount({ createdSince: from, createdBefore: to });
  const pages = (runs ?? (jobs * (to - from)) / DAY) / RUNS_PER_PAGE;
  return Math.max(ONE_BY_ONE, pages * JOBS_PER_PAGE);
}
