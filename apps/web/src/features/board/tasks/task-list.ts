import { isOpen, type JobRow, type Task } from '@retry-desk/contract';
import type { Outcome } from '../retry/outcome.ts';

function newestFirst(a: Task, b: Task): number {
  return Date.parse(b.requestedAt) - Date.parse(a.requestedAt);
}

/** The board's tasks and those an answer has reported before the board did; where both have one, the further one counts. */
export function mergeTasks(board: readonly Task[], reported: readonly Task[]): Task[] {
  const tasks = new Map(board.map((task) => [task.taskId, task]));
  for (const task of reported) {
    const known = tasks.get(task.taskId);
    if (!known || known.steps.length < task.steps.length) tasks.set(task.taskId, task);
  }
  return [...tasks.values()].sort(newestFirst);
}

/** Reported tasks that the board does not have yet, as long as they can be ahead of it. */
export function stillAhead(reported: readonly Task[], board: readonly Task[], now: number): Task[] {
  const known = new Set(board.map((task) => task.taskId));
  return reported.filter((task) => !known.has(task.taskId) && now - Date.parse(task.requestedAt) < 60_000);
}

/** Rows with the retries an answer has reported: the button is off before the next board comes. */
export function withOpenRetries(jobs: readonly JobRow[], reported: readonly Task[]): readonly JobRow[] {
  const open = new Map(reported.filter((task) => isOpen(task.state)).map((task) => [task.jobId, task]));
  if (open.size === 0) return jobs;
  return jobs.map((job) => {
    const task = job.openRetry ? undefined : open.get(job.id);
    if (!task) return job;
    const { taskId, state, requestedBy, requestedAt } = task;
    return { ...job, openRetry: { taskId, state, requestedBy, requestedAt } };
  });
}

/** Outcomes that block no retry, with these in place of the same jobs' earlier ones; newest first. */
export function mergeOutcomes(before: readonly Outcome[], outcomes: readonly Outcome[]): Outcome[] {
  const newer = new Set(outcomes.map(({ job }) => job.id));
  const open = outcomes.filter((outcome) => 'problem' in outcome && outcome.openTask === null);
  return [...open, ...before.filter(({ job }) => !newer.has(job.id))];
}

/** The `Date` of an answer gives the server's clock to a second. */
const clockLeewayMs = 2_000;

/** Outcomes without a task, but for those whose job has been retried since: the task's own card shows more. */
export function withoutTask(outcomes: readonly Outcome[], tasks: readonly Task[]): readonly Outcome[] {
  const newest = new Map<string, number>();
  for (const { jobId, requestedAt } of tasks) {
    newest.set(jobId, Math.max(newest.get(jobId) ?? 0, Date.parse(requestedAt)));
  }
  const left = outcomes.filter(({ job, at }) => (newest.get(job.id) ?? 0) < at - clockLeewayMs);
  return left.length === outcomes.length ? outcomes : left;
}
