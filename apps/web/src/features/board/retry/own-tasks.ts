import type { Task } from '@retry-desk/contract';
import type { Outcome } from './outcome.ts';

export type OwnTasks = ReadonlyMap<string, Task>;

/**
 * The retries of one press by job, as they are in `tasks`; one that has left the board's list as it was before. The same map
 * where nothing has changed.
 */
export function ownTasks(before: OwnTasks, outcomes: ReadonlyMap<string, Outcome>, tasks: readonly Task[]): OwnTasks {
  const jobs = new Map(
    [...outcomes].flatMap(([jobId, outcome]) => ('task' in outcome ? [[outcome.task.taskId, jobId] as const] : [])),
  );
  const newer = tasks.flatMap((task) => {
    const jobId = jobs.get(task.taskId);
    return jobId === undefined || before.get(jobId) === task ? [] : [[jobId, task] as const];
  });
  return newer.length === 0 ? before : new Map([...before, ...newer]);
}
