import type { AgentJob, EnterpriseManager, Instant, Run } from '@retry-desk/em-client';
import { HISTORY_MS } from './estate.ts';

const HOUR = 60 * 60_000;
/** Read beside the list of jobs: it decides nearly all of them. */
const LATELY = 26 * HOUR;
const WINDOWS: readonly number[] = [LATELY, 8 * 24 * HOUR, HISTORY_MS];
/** So few jobs without a run are asked for one by one: jobs that run seldom or never must not widen the window for all. */
const ONE_BY_ONE = 25;

export type FirstRead = { jobs: AgentJob[]; runs: Run[] };

/**
 * All jobs and the runs that decide their state: newest first, looking further back for jobs that have not run lately.
 * Counts from Enterprise Manager's own newest run, because its clock need not be ours. @throws EmError
 */
export async function firstRead(em: Pick<EnterpriseManager, 'agentJobs' | 'runs'>, now: number): Promise<FirstRead> {
  const [jobs, { unfinished, base, lately }] = await Promise.all([em.agentJobs(), latelyRun(em, now)]);
  let runs = unfinished;
  for (const backMs of WINDOWS) {
    runs = [...unfinished, ...(backMs === LATELY ? lately : await em.runs({ createdSince: base - backMs }))];
    const undecided = jobsWithoutRun(jobs, runs);
    if (undecided.length > ONE_BY_ONE) continue;
    const theirs = await Promise.all(undecided.map((job) => em.runs({ jobId: job.id, limit: 1 })));
    return { jobs, runs: [...runs, ...theirs.flat()] };
  }
  return { jobs, runs };
}

/** Runs in progress and those of the last day, by Enterprise Manager's own clock. */
async function latelyRun(em: Pick<EnterpriseManager, 'runs'>, now: number) {
  const [unfinished, [newest]] = await Promise.all([em.runs({ unfinished: true }), em.runs({ limit: 1 })]);
  const base: Instant = Math.min(now, newest?.createdAt ?? now);
  return { unfinished, base, lately: await em.runs({ createdSince: base - LATELY }) };
}

function jobsWithoutRun(jobs: readonly AgentJob[], runs: readonly Run[]): AgentJob[] {
  const decided = new Set(runs.map((run) => run.jobId));
  return jobs.filter((job) => !decided.has(job.id));
}
