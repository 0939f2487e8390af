import type { Board } from '@retry-desk/contract';
import type { Fresh } from '#api/request.ts';
import { words } from '#lib/words.ts';
import { StaleNotice } from '#ui/notice.tsx';
import { Time } from '#ui/time.tsx';
import { useNow } from '#ui/use-now.ts';
import { staleness } from './staleness.ts';

const titles = {
  'em-down': words.board.stale.emDown,
  'em-degraded': words.board.stale.emDegraded,
  silent: words.board.stale.silent,
  old: words.board.stale.old,
  'no-run': words.board.stale.noRun,
};

/** Above a board that may not be true any more: why, since when, and when it was last true. */
export function StaleBanner({ fresh, silent }: { fresh: Fresh<Board>; silent: boolean }) {
  const now = useNow(1);
  const { data, freshness } = fresh;
  const stale = staleness({ ...data, freshness }, silent, now);
  if (!stale) return null;
  const trueAt = freshness.takenAt ?? data.takenAt;
  const since = stale.since !== null && (
    <>
      {' '}
      {words.board.stale.since} <Time at={stale.since} show="day" />
    </>
  );
  return (
    <StaleNotice
      title={
        <>
          {titles[stale.kind]}
          {since}.
        </>
      }
    >
      {stale.kind === 'no-run' ? (
        words.board.stale.noRunHelp
      ) : (
        <>
          {words.board.stale.shown} <Time at={trueAt} />.
        </>
      )}
      {stale.message && <span className="text-muted"> {stale.message}</span>}
    </StaleNotice>
  );
}
