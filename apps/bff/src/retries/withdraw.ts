import { setTimeout as pause } from 'node:timers/promises';
import type { DeskContext } from './desk-context.ts';
import { rollBackIntent } from './insert-intent.ts';
import { readRetry } from './journal.ts';

const AGAIN_MS = 1_000;

/**
 * For an intent whose insertion, or roll-back, was not answered: the journal may hold it, and nothing was sent. It is
 * rolled back as soon as the journal answers; where the journal holds `sending` already, the follower closes it as
 * never sent.
 */
export async function withdrawLater(desk: DeskContext, id: string): Promise<void> {
  desk.neverSent.add(id);
  while (!desk.stopping()) {
    await pause(AGAIN_MS, undefined, { ref: false });
    try {
      await withdraw(desk, id);
      return;
    } catch (error) {
      desk.logger.warn(
        { event: 'retry.withdrawal-pending', err: error, retry: id },
        'it is not known yet whether the journal holds an intent',
      );
    }
  }
}

async function withdraw(desk: DeskContext, id: string): Promise<void> {
  const { db } = desk.store;
  if (await rollBackIntent(desk, { id })) await db.deleteFrom('retry_keys').where('retry_id', '=', id).execute();
  const held = await readRetry(desk, id);
  if (held === undefined) {
    desk.neverSent.delete(id);
    desk.cards.remove(id);
    return;
  }
  desk.cards.put(held);
  desk.wake();
}
