import { JournalLostError } from '#store/journal-lost.ts';
import { storeCall } from '#store/store-error.ts';
import { type DeskContext, NOTHING_SENT } from './desk-context.ts';

/**
 * Before anything that is to be sent is written down: the journal must be the one we have written to. What is written into a
 * file that was taken away, nobody would find again.
 * @throws Refusal `store-unavailable`
 */
export function confirmJournal(desk: Pick<DeskContext, 'store' | 'logger'>): Promise<void> {
  return storeCall(async () => {
    try {
      await desk.store.journal.confirm();
    } catch (error) {
      if (error instanceof JournalLostError)
        desk.logger.error({ why: error.message }, 'the journal is not as this server has written it: nothing is sent');
      throw error;
    }
  }, `${NOTHING_SENT} An administrator has to put the journal right and start the server again.`);
}
