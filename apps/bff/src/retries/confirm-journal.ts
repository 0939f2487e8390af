import { JournalLostError } from '#store/journal-lost.ts';
import { storeCall } from '#store/store-error.ts';
import { type DeskContext, NOTHING_SENT } from './desk-context.ts';

/**
 * Checks, before a request is recorded, that the journal is the one this process has written to: a record in a file
 * that was taken away could not be found again.
 * @throws Refusal `store-unavailable`
 */
export function confirmJournal(desk: Pick<DeskContext, 'store' | 'logger'>): Promise<void> {
  return storeCall(async () => {
    try {
      await desk.store.journal.confirm();
    } catch (error) {
      if (error instanceof JournalLostError)
        desk.logger.error(
          { event: 'journal.tampered', why: error.message },
          'the journal is not as this server wrote it: nothing is sent',
        );
      throw error;
    }
  }, `${NOTHING_SENT} An administrator has to put the journal right and start the server again.`);
}
