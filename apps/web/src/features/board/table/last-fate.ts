import { isOpen, type JobRow, type LastRetry, type Task } from '@retry-desk/contract';

/** A retry of a job, as the board's tasks of the last hour show it, or as the row keeps it for days. */
export type Tried = Task | LastRetry;

/** The newest retry of each job; `tasks` are the board's, newest first. */
export function newestByJob(tasks: readonly Task[]): ReadonlyMap<string, Task> {
  const newest = new Map<string, Task>();
  for (const task of tasks) if (!newest.has(task.jobId)) newest.set(task.jobId, task);
  return newest;
}

/** The newest retry of a job that is known; ids of retries grow with time. */
function newestOf({ lastRetry }: JobRow, task: Task | undefined): Tried | undefined {
  return task && lastRetry && task.taskId < lastRetry.taskId ? lastRetry : (task ?? lastRetry);
}

/** The retry whose end a row still reports: over and not well, and no newer run has come since. */
export function fateOf(job: JobRow, task: Task | undefined): Tried | null {
  const tried = newestOf(job, task);
  if (!tried || job.openRetry || isOpen(tried.state) || tried.state === 'succeeded') return null;
  const { run } = job;
  const ownRun = 'steps' in tried ? tried.run?.id : tried.runId;
  if (!run || run.id === ownRun) return tried;
  const since = Date.parse(('steps' in tried && tried.run?.startedAt) || tried.requestedAt);
  return Date.parse(run.startedAt) > since ? null : tried;
}

/** When a retry ended. */
export function endedAt(tried: Tried): string {
  return 'steps' in tried ? (tried.steps.at(-1)?.at ?? tried.requestedAt) : tried.endedAt;
}

/** When a job was last retried, as far as that is known; null where it was not. */
export function triedAt(job: JobRow, task: Task | undefined): number | null {
  const at = [job.openRetry, newestOf(job, task)].flatMap((tried) => (tried ? Date.parse(tried.requestedAt) : []));
  return at.length === 0 ? null : Math.max(...at);
}
