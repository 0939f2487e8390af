import { byDate, comesAfter, type EmTask, isOver, type Run } from '@retry-desk/em-client';
import { type Baseline, CLOCK_DIFFERENCE_MS } from './retry.ts';

/** The tasks of one logon session that belong to a retry, and the retries that still have to find theirs. */
export type TaskOwnership = {
  ownedTaskIds: ReadonlySet<string>;
  /** Runs that retries of this logon session led to, whether or not their task was ever found. */
  ownedRunIds: ReadonlySet<string>;
  /** Those names in the messages of tasks that are names of other jobs retried through it. */
  jobNames: ReadonlySet<string>;
  /** Retries that went through this logon session and have no task, including the one in question. */
  seekers: readonly { id: string; jobName: string }[];
};

/** The retry whose task is sought; `runId`: the run that was attributed to it meanwhile. */
type Sought = { id: string; jobName: string; runId?: string | null; baseline: Baseline };

/**
 * Tasks that may be the one an unanswered request made: retries begun in the very logon session it went through, after
 * those known then, and nobody else's.
 */
export function taskCandidates(
  { jobName, runId = null, baseline }: Sought,
  tasks: readonly EmTask[],
  ownership: TaskOwnership,
): EmTask[] {
  const { taskMark } = baseline;
  if (!taskMark) return [];
  return tasks.filter(
    ({ ref, ...task }) =>
      ref.logonId === taskMark.logonId &&
      (taskMark.taskId === null || comesAfter(ref.taskId, taskMark.taskId)) &&
      !ownership.ownedTaskIds.has(ref.taskId) &&
      !isAnothers({ ref, ...task }, jobName, runId, ownership),
  );
}

/** Names of jobs that the messages of tasks quote. */
export function quotedNames(task: EmTask): string[] {
  return [...(task.result?.message?.matchAll(/"([^"]+)"/g) ?? [])].flatMap(([, name]) => name ?? []);
}

/** A task whose retry was decided by its run before the task was found: it still identifies its retry. */
function isAnothers(task: EmTask, jobName: string, ownRunId: string | null, ownership: TaskOwnership): boolean {
  if (task.runId !== null && task.runId !== ownRunId && ownership.ownedRunIds.has(task.runId)) return true;
  if (isNamed(task, jobName)) return false;
  return quotedNames(task).some((name) => ownership.jobNames.has(name));
}

/**
 * The task of this retry, if that is certain: it links to a new run of the job, its message names the job and no other
 * seeker has that name, or there is one candidate and one seeker. Never by order.
 */
export function ownTask(
  sought: Sought,
  candidates: readonly EmTask[],
  ownership: TaskOwnership,
  newRunIds: ReadonlySet<string>,
): EmTask | null {
  const linked = candidates.filter((task) => task.runId !== null && newRunIds.has(task.runId));
  if (linked.length === 1) return linked[0] ?? null;
  const namesakes = ownership.seekers.filter((seeker) => seeker.jobName === sought.jobName);
  const named = candidates.filter((task) => isNamed(task, sought.jobName));
  if (named.length === 1 && namesakes.length <= 1) return named[0] ?? null;
  const alone = ownership.seekers.every((seeker) => seeker.id === sought.id);
  return alone && candidates.length === 1 ? (candidates[0] ?? null) : null;
}

function isNamed(task: EmTask, jobName: string): boolean {
  return task.result?.message?.includes(`"${jobName}"`) ?? false;
}

/**
 * Runs of the job that are not in the baseline and belong to no other retry, oldest first. The baseline names only the
 * newest runs; a run older than the oldest of those is old, too, even if it appears now. So is a run that was over, by
 * Enterprise Manager's own clock, before the request was sent: it has only been collected late.
 */
export function newRuns(baseline: Baseline, runs: readonly Run[], ownedRunIds: ReadonlySet<string>): Run[] {
  const before = new Set(baseline.runIds);
  const { oldestAt } = baseline;
  return runs
    .toSorted(byDate)
    .reverse()
    .filter(
      (run) =>
        run.kind === 'job' &&
        !before.has(run.id) &&
        !ownedRunIds.has(run.id) &&
        (oldestAt === null || run.createdAt >= oldestAt) &&
        !wasOverBefore(run, baseline.emSentAt ?? null),
    );
}

function wasOverBefore(run: Run, emSentAt: number | null): boolean {
  return emSentAt !== null && isOver(run) && run.endedAt !== null && latestOf(run.endedAt) < emSentAt;
}

/** Times of sessions may come without a fraction (builds up to 12.3 trim zeros): a whole second may stand for all of it. */
function latestOf(at: number): number {
  return at % 1_000 === 0 ? at + 999 : at;
}

/** Of several the first that is a retry: the schedule makes none, and may have run before a request that was carried out late. */
function likeliest(runs: readonly Run[]): Run | null {
  return runs.find(({ isRetry }) => isRetry) ?? runs[0] ?? null;
}

/**
 * The run that is ours: the first new one that began after the request, by Enterprise Manager's own clock. Several appear at
 * once when it collects late. One that began before it is taken only with the word of the task that the job was triggered: at
 * once where it goes on, as the clocks of backup servers differ and Enterprise Manager triggers no job that runs; where it is
 * over it may have ended in the moment before the request, or where it began long before, only once the retry is `unseen`.
 */
export function firstOwnRun(
  fresh: readonly Run[],
  { emSentAt = null }: Baseline,
  sentAt: number | null,
  { isTriggered, isUnseen }: { isTriggered: boolean; isUnseen: boolean },
): Run | null {
  const beganAfter = (run: Run) => emSentAt !== null && latestOf(run.createdAt) >= emSentAt;
  if (!isTriggered && emSentAt !== null) return likeliest(fresh.filter(beganAfter));
  const from = emSentAt ?? sentAt;
  const beganNear = (run: Run) => from !== null && run.createdAt >= from - CLOCK_DIFFERENCE_MS;
  const after = likeliest(
    fresh.filter((run) => beganAfter(run) || (beganNear(run) && (emSentAt === null || !isOver(run)))),
  );
  if (after !== null) return after;
  if (from === null) return fresh[0] ?? null;
  // One that is over, at an unknown moment, may have been over before the request.
  return (isUnseen && fresh.find((run) => !isOver(run) || run.endedAt !== null)) || null;
}
