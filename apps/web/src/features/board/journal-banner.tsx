import type { JournalHealth } from '@retry-desk/contract';
import { words } from '#lib/words.ts';
import { StaleNotice } from '#ui/notice.tsx';
import { Time } from '#ui/time.tsx';

/** Above a board that is true while the journal of retries does not respond: what can be done then, and what cannot. */
export function JournalBanner({ journal }: { journal: JournalHealth }) {
  return (
    <StaleNotice
      title={
        <>
          {words.board.journal.silent} {words.board.stale.since} <Time at={journal.since} show="day" />.
        </>
      }
    >
      {words.board.journal.help}
    </StaleNotice>
  );
}
