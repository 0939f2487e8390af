import type { Task } from '@retry-desk/contract';

/** Retries that one press requested, newest first. */
export type Batch = { key: string; tasks: readonly Task[] };

/**
 * Nothing in a task identifies the press it comes from, and one press is requested job by job. So neighbours belong
 * together where one person requested them from one place, with the same note, within so many seconds of each other.
 */
const gapMs = 30_000;

/** So many cards are read one by one; more are folded. */
const foldedFrom = 4;

function pressOf({ requestedBy, requestedById, requestedFrom, note }: Task): string {
  return JSON.stringify([requestedById ?? requestedBy, requestedFrom, note]);
}

/** Groups tasks, newest first, by the press that requested them; each group stands where its newest task stood. */
export function batchesOf(tasks: readonly Task[]): Batch[] {
  const groups: Task[][] = [];
  const last = new Map<string, Task[]>();
  for (const task of tasks) {
    const press = pressOf(task);
    const group = last.get(press);
    const before = group?.at(-1);
    if (group && before && Date.parse(before.requestedAt) - Date.parse(task.requestedAt) <= gapMs) {
      group.push(task);
      continue;
    }
    const begun = [task];
    groups.push(begun);
    last.set(press, begun);
  }
  return groups.flatMap((group) =>
    isMany(group.length)
      ? [{ key: group.at(-1)?.taskId ?? '', tasks: group }]
      : group.map((task) => ({ key: task.taskId, tasks: [task] })),
  );
}

/** Whether so many cards are folded. */
function isMany(cards: number): boolean {
  return cards >= foldedFrom;
}
