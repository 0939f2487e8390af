import type { JournalHealth } from '@retry-desk/contract';
import { staleWords } from '#lib/words-stale.ts';
import { StaleNotice } from '#ui/stale-notice.tsx';
import { Time } from '#ui/time.tsx';
import { rareWords as words } from './rare-words.ts';

/** Above a board that is true while the journal of retries does not respond: what can be done then, and what cannot. */
export function JournalBanner({ journal }: { journal: JournalHealth }) {
  return (
    <StaleNotice
      title={
        <>
          {words.journal.silent} {staleWords.since} <Time at={journal.since} show="day" />.
        </>
      }
    >
      {words.journal.help}
    </StaleNotice>
  );
}
