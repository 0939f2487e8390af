import type { Board } from '@retry-desk/contract';
import type { Fresh } from '#api/request.ts';
import { words } from '#lib/words.ts';
import { attentionWords } from '#lib/words-attention.ts';
import { Button } from '#ui/button.tsx';
import { Empty } from '#ui/notice.tsx';
import { Time, ZoneName } from '#ui/time.tsx';
import { type BoardFilter, isNarrowed } from './board-search.ts';
import { rareWords } from './rare-words.ts';

const { none } = attentionWords;

type EmptyProps = { fresh: Fresh<Board>; filter: BoardFilter; onClear: () => void };

/** No rows, and it is known why: the filter, or nothing has failed. Never shown for what could not be read. */
export function BoardEmpty({ fresh, filter, onClear }: EmptyProps) {
  const text = words.board;
  if (isNarrowed(filter)) {
    return <Empty title={rareWords.emptyFilter} action={<Button onClick={onClear}>{text.filters.clear}</Button>} />;
  }
  const { counts, em, takenAt } = fresh.data;
  // Nothing failed of nothing, or of what was reported last week, is nothing good.
  if (counts.jobs === 0) return <Empty title={none.all}>{attentionWords.allHelp}</Empty>;
  if (filter.state !== 'attention') return <Empty title={none[filter.state]} />;
  const isGood = em.state === 'ok' && em.silentSince === undefined;
  return (
    <Empty title={rareWords.emptyFailed} mark={isGood ? 'ok' : 'unknown'}>
      {counts.jobs !== null && (
        <>
          {rareWords.emptyFailedHelp(counts.jobs)} <Time at={fresh.freshness.takenAt ?? takenAt} show="seconds" />{' '}
          <ZoneName />
        </>
      )}
    </Empty>
  );
}
