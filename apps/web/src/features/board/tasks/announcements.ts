import { isOpen, type Task } from '@retry-desk/contract';
import { words } from '#lib/words.ts';
import { batchesOf } from './batches.ts';

/** So many ends at once are announced one by one. */
const spokenApart = 3;

/**
 * The announcement when tasks go from one board to the next: those that have ended since, in one sentence where that is much.
 * Of a batch nothing is announced until all of it is over, however slowly its retries end.
 */
export function announcements(before: readonly Task[], after: readonly Task[]): string[] {
  const open = new Set(before.filter((task) => isOpen(task.state)).map((task) => task.taskId));
  const hasEnded = (task: Task) => open.has(task.taskId) && !isOpen(task.state);
  const { said } = words.board;
  const alone: Task[] = [];
  const batches: string[] = [];
  for (const { tasks } of batchesOf(after)) {
    const ended = tasks.filter(hasEnded);
    if (tasks.length === 1) alone.push(...ended);
    else if (ended.length > 0 && tasks.every((task) => !isOpen(task.state))) batches.push(said.manyEnded(tasks.length));
  }
  if (alone.length > spokenApart) return [said.manyEnded(alone.length), ...batches];
  return [...alone.map((task) => said.ended(task.jobName, words.states[task.state].title)), ...batches];
}
