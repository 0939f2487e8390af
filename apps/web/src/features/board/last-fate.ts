import { isOpen, type JobRow, type Task } from '@retry-desk/contract';

/** The newest retry of each job; `tasks` are the board's, newest first. */
export function newestByJob(tasks: readonly Task[]): ReadonlyMap<string, Task> {
  const newest = new Map<string, Task>();
  for (const task of tasks) if (!newest.has(task.jobId)) newest.set(task.jobId, task);
  return newest;
}

/** The retry whose end a row still tells: over and not well, and no newer run has come since. */
export function fateOf(job: JobRow, task: Task | undefined): Task | null {
  if (!task || job.openRetry || isOpen(task.state) || task.state === 'succeeded') return null;
  const since = Date.parse(task.run?.startedAt ?? task.requestedAt);
  return job.run && Date.parse(job.run.startedAt) > since ? null : task;
}
