import type { RetryState, Task } from '@retry-desk/contract';
import { expect, vi } from 'vitest';
import type { Desk } from '#retries/desk.ts';

/** Waits until a retry is in one of these states, however slow the machine is. */
export async function becomes(
  desk: Desk,
  { taskId }: Pick<Task, 'taskId'>,
  ...states: readonly RetryState[]
): Promise<Task> {
  return vi.waitFor(
    async () => {
      const task = await desk.task(taskId);
      expect(states).toContain(task.state);
      return task;
    },
    { timeout: 60_000, interval: 10 },
  );
}
