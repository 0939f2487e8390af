import type { RefObject } from 'react';
import { BoardRow, elementIdOf, type RowActions } from './board-row.tsx';
import type { BoardFilter } from './board-search.ts';
import { useMayBeCards } from './card-facts.tsx';
import type { HeldRow } from './held-rows.ts';

export type TableProps = RowActions & {
  rows: readonly HeldRow[];
  filter: BoardFilter;
  onFilter: (change: Partial<BoardFilter>) => void;
  ticked: ReadonlySet<string>;
  open: ReadonlySet<string>;
  pending: ReadonlySet<string>;
  mayTick: boolean;
  coverage: 'none' | 'some' | 'all';
  onTickAll: () => void;
  /** Set to what brings a row into sight and puts the keyboard on it. */
  goTo: RefObject<(place: number) => void>;
};

type RowsProps = TableProps & { places: readonly number[]; measure?: ((row: HTMLElement | null) => void) | null };

/** The rows at some places of the list. */
export function Rows({ places, measure, ...props }: RowsProps) {
  const { rows, ticked, open, pending, mayTick, onTick, onReasons, onRetry } = props;
  const cards = useMayBeCards();
  return places.map((place) => {
    const row = rows[place];
    return (
      row && (
        <BoardRow
          key={row.job.id}
          job={row.job}
          gone={row.gone}
          place={place}
          measure={measure ?? null}
          ticked={ticked.has(row.job.id)}
          open={open.has(row.job.id)}
          pending={pending.has(row.job.id)}
          mayTick={mayTick}
          cards={cards}
          onTick={onTick}
          onReasons={onReasons}
          onRetry={onRetry}
        />
      )
    );
  });
}

/** Puts the keyboard on a row that is drawn. */
export function focusRow(row: HeldRow | undefined, preventScroll: boolean): void {
  document.getElementById(elementIdOf(row?.job.id))?.focus({ preventScroll });
}
