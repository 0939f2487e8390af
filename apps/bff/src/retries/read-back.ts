import type { Task } from '@retry-desk/contract';
import type { RetryRow } from '#store/retry-tables.ts';
import type { DeskContext } from './desk-context.ts';
import { readRetry } from './journal.ts';
import { presentTask } from './present.ts';

/** A retry as it stands after something was sent for it: a journal that fails now makes that no refusal. */
export async function readBack(desk: DeskContext, sending: RetryRow): Promise<Task> {
  try {
    const now = await readRetry(desk, sending.id);
    if (now) return presentTask(now);
  } catch (error) {
    desk.logger.error(
      { event: 'retry.not-read-back', err: error, retry: sending.id },
      'a sent retry could not be read back',
    );
  }
  return presentTask({ row: sending, steps: [] });
}
