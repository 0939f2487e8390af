import { isOpen, type Task } from '@retry-desk/contract';
import { duration } from '#lib/dates.ts';

/** How long a retry has taken from the request to its end, or so far. */
export function taskDuration(task: Task, now: number): string {
  const last = task.steps.at(-1)?.at ?? task.requestedAt;
  const end = isOpen(task.state) ? Math.max(now, Date.parse(last)) : Date.parse(last);
  return duration(end - Date.parse(task.requestedAt));
}
