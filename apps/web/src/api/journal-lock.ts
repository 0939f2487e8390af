import { words } from '#lib/words.ts';
import { useJournal } from './session-context.ts';

/** Why nothing that has to be written down can be asked for now; null while the journal responds. */
export function useJournalLock(): string | null {
  return useJournal() === 'ok' ? null : words.can.journal;
}
