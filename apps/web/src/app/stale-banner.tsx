import { useLocation } from 'wouter';
import { isUnanswered } from '#api/api-error.ts';
import { explain } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { pages } from '#lib/paths.ts';
import type { StaleKind } from '#lib/staleness.ts';
import { words } from '#lib/words.ts';
import { staleWords } from '#lib/words-stale.ts';
import { StaleNotice } from '#ui/stale-notice.tsx';
import { Time } from '#ui/time.tsx';
import { useStale } from './use-stale.ts';

const text = staleWords;
const titles: Record<StaleKind, string> = {
  'em-down': text.emDown,
  'em-degraded': text.emDegraded,
  silent: text.silent,
  unread: words.board.unread,
  old: text.old,
  'no-run': text.noRun,
};

/** Above every page whose facts may not be true any more: why, since when, and of when they are. What an operator can do about it is shown to operators. */
export function StaleBanner() {
  const { fresh, error, stale } = useStale();
  const { role } = useSession();
  const [place] = useLocation();
  if (!fresh || !stale) return null;
  const { kind, since, message } = stale;
  // It did answer, and not with a board: that is not the same as no answer.
  const answer = kind === 'silent' && !isUnanswered(error) ? explain(error).text : null;
  // The board itself explains that nothing has been read.
  if (kind === 'unread' && place === pages.board()) return null;
  return (
    <StaleNotice
      title={
        <>
          {answer === null ? titles[kind] : text.notRenewed}
          {since !== null && (
            <>
              {' '}
              {text.since} <Time at={since} show="day" />
            </>
          )}
          .
        </>
      }
      details={role === 'operator' ? message : null}
    >
      {answer !== null && `${answer} `}
      {kind === 'no-run' && text.noRunHelp}
      {kind === 'unread' && words.board.unreadHelp}
      {kind !== 'no-run' && kind !== 'unread' && (
        <>
          {text.shown} <Time at={fresh.freshness.takenAt ?? fresh.data.takenAt} show="seconds" />.
        </>
      )}
    </StaleNotice>
  );
}
