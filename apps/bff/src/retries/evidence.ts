import type { EmTask, Run } from '@retry-desk/em-client';
import { newestFirst } from './baseline.ts';
import type { Baseline } from './retry.ts';

/** How Enterprise Manager names our request. */
const OPERATION = 'RetryAgentJob';

/** What all retries of one logon session claim for themselves: tasks that have an owner, and retries that look for theirs. */
export type TaskClaims = {
  ownedTaskIds: ReadonlySet<string>;
  /** Runs that retries of this logon session led to, whether or not their task was ever found. */
  ownedRunIds: ReadonlySet<string>;
  /** Names of all jobs that were retried through it. */
  jobNames: ReadonlySet<string>;
  /** Retries that went through this logon session and have no task, the one asked about among them. */
  seekers: readonly { id: string; jobName: string }[];
};

type Asked = { id: string; jobName: string; baseline: Baseline };

/**
 * Tasks that may be the one an unanswered request made: new in the very logon session it went through, and nobody else's.
 * Sets are compared, never clocks.
 */
export function taskCandidates({ jobName, baseline }: Asked, tasks: readonly EmTask[], claims: TaskClaims): EmTask[] {
  const before = baseline.taskIds && new Set(baseline.taskIds);
  if (before === null) return [];
  return tasks.filter(
    (task) =>
      task.operation === OPERATION &&
      task.ref.logonId === baseline.logonId &&
      !before.has(task.ref.taskId) &&
      !claims.ownedTaskIds.has(task.ref.taskId) &&
      !isAnothers(task, jobName, claims),
  );
}

/** A task whose retry was decided by its run before anybody had found the task: it still says whose it is. */
function isAnothers(task: EmTask, jobName: string, claims: TaskClaims): boolean {
  if (task.runId !== null && claims.ownedRunIds.has(task.runId)) return true;
  if (names(task, jobName)) return false;
  const quoted = task.result?.message?.matchAll(/"([^"]+)"/g) ?? [];
  return [...quoted].some(([, name]) => name !== undefined && claims.jobNames.has(name));
}

/**
 * The task of this retry, if that is certain: it links to a new run of the job, its message names the job and no other
 * seeker has that name, or there is one candidate and one seeker. Never by order.
 */
export function ownTask(
  asked: Asked,
  candidates: readonly EmTask[],
  claims: TaskClaims,
  newRunIds: ReadonlySet<string>,
): EmTask | null {
  const linked = candidates.filter((task) => task.runId !== null && newRunIds.has(task.runId));
  if (linked.length === 1) return linked[0] ?? null;
  const namesakes = claims.seekers.filter((seeker) => seeker.jobName === asked.jobName);
  const named = candidates.filter((task) => names(task, asked.jobName));
  if (named.length === 1 && namesakes.length <= 1) return named[0] ?? null;
  const alone = claims.seekers.every((seeker) => seeker.id === asked.id);
  return alone && candidates.length === 1 ? (candidates[0] ?? null) : null;
}

function names(task: EmTask, jobName: string): boolean {
  return task.result?.message?.includes(`"${jobName}"`) ?? false;
}

/**
 * Runs of the job that the baseline did not have and no other retry owns, oldest first. The baseline names only the newest
 * runs; what started before the oldest of those is old, too, even if it comes into view now.
 */
export function newRuns(baseline: Baseline, runs: readonly Run[], ownedRunIds: ReadonlySet<string>): Run[] {
  const before = new Set(baseline.runIds);
  const { oldestAt } = baseline;
  return newestFirst(runs)
    .reverse()
    .filter(
      (run) =>
        run.kind === 'job' &&
        !before.has(run.id) &&
        !ownedRunIds.has(run.id) &&
        (oldestAt === null || run.createdAt >= oldestAt),
    );
}

/** Enterprise Manager's clock and ours may differ by this much where one run of several must be chosen. */
const CLOCK_DIFFERENCE_MS = 60_000;

/**
 * The run that is ours. Several new ones appear at once when Enterprise Manager collects late; only then clocks help: the first
 * one that began after the request, not one that had begun before it and was not collected yet.
 */
export function firstOwnRun(fresh: readonly Run[], sentAt: number | null): Run | null {
  const after = fresh.find((run) => sentAt !== null && run.createdAt >= sentAt - CLOCK_DIFFERENCE_MS);
  return after ?? fresh[0] ?? null;
}
