import { words } from '#lib/words.ts';
import { useJournal } from './session-context.ts';

/** Why nothing that has to be recorded can be requested now; null while the journal responds. */
export function useJournalLock(): string | null {
  return useJournal() === 'ok' ? null : words.can.journal;
}
