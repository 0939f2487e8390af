import type { AgentJob, EnterpriseManager, Instant, Run } from '@retry-desk/em-client';
import { HISTORY_MS } from './estate.ts';

const HOUR = 60 * 60_000;
/** Read together with the list of jobs: nearly every job has run within a day. */
const LATELY_MS = 26 * HOUR;
const WINDOWS: readonly number[] = [8 * 24 * HOUR, HISTORY_MS];
/** So few jobs without a run are asked for one by one: jobs that run seldom or never must not widen the window for all. */
const ONE_BY_ONE = 25;

export type FirstReadDeps = {
  em: Pick<EnterpriseManager, 'agentJobs' | 'runs'>;
  takeJobs: (jobs: readonly AgentJob[]) => void;
  takeRuns: (runs: readonly Run[]) => Promise<void>;
  /** Jobs of which no run has been taken yet. */
  undecided: () => readonly AgentJob[];
  /** How far one question goes back at most, known when the jobs are. */
  sliceMs: () => number;
};

/**
 * All jobs and the runs that decide their state: newest first, looking further back for jobs that have not run lately.
 * Counts from Enterprise Manager's own newest run, because its clock need not be ours. @throws EmError
 */
export async function firstRead(deps: FirstReadDeps, now: number): Promise<void> {
  const { em, takeJobs, takeRuns, undecided, sliceMs } = deps;
  const [jobs, unfinished, { base, lately }] = await Promise.all([
    em.agentJobs(),
    em.runs({ unfinished: true }),
    readLately(em, now),
  ]);
  takeJobs(jobs);
  await takeRuns(unfinished);
  await takeRuns(lately);
  let before = base - LATELY_MS;
  for (const backMs of WINDOWS) {
    while (undecided().length > ONE_BY_ONE && before > base - backMs) {
      const createdSince = Math.max(base - backMs, before - sliceMs());
      await takeRuns(await em.runs({ createdSince, createdBefore: before }));
      before = createdSince;
    }
  }
  if (undecided().length > ONE_BY_ONE) return;
  const theirs = await Promise.all(undecided().map((job) => em.runs({ jobId: job.id, limit: 1 })));
  await takeRuns(theirs.flat());
}

async function readLately(em: FirstReadDeps['em'], now: number): Promise<{ base: Instant; lately: Run[] }> {
  const [newest] = await em.runs({ limit: 1 });
  const base = Math.min(now, newest?.createdAt ?? now);
  return { base, lately: await em.runs({ createdSince: base - LATELY_MS }) };
}
