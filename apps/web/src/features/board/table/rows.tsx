import type { JobRow, Task } from '@retry-desk/contract';
import type { RefObject } from 'react';
import type { BoardFilter } from '../board-search.ts';
import { BoardRow, type RowActions } from './board-row.tsx';
import { useMayBeCards } from './card-facts.tsx';
import { fateOf } from './last-fate.ts';
import type { Selecting } from './use-rows.ts';

export type TableProps = RowActions & {
  rows: readonly JobRow[];
  /** Jobs that are drawn and have left the list. */
  gone: ReadonlySet<string>;
  filter: BoardFilter;
  onFilter: (change: Partial<BoardFilter>) => void;
  selected: ReadonlySet<string>;
  open: ReadonlySet<string>;
  /** The newest retry of each job, as far as the board brings it. */
  retries: ReadonlyMap<string, Task>;
  pending: ReadonlySet<string>;
  maySelect: boolean;
  /** The key of the cause that the rows stand under. */
  under?: string;
  /** How many jobs there are in all. */
  jobs: number | null;
  coverage: 'none' | 'some' | 'all';
  onSelecting: (what: Selecting) => void;
  onReasonsOfAll: (rows: readonly JobRow[]) => void;
  /** Set to what brings a row into sight and puts the keyboard on it. */
  goTo: RefObject<(place: number) => void>;
};

type RowsProps = TableProps & { places: readonly number[]; measure?: ((row: HTMLElement | null) => void) | null };

/** The rows at some places of the list. */
export function Rows({ places, measure, ...props }: RowsProps) {
  const { rows, gone, selected, open, pending, retries, maySelect, under, onSelect, onReasons, onRetry } = props;
  const cards = useMayBeCards();
  return places.map((place) => {
    const job = rows[place];
    return (
      job && (
        <BoardRow
          key={job.id}
          job={job}
          gone={gone.has(job.id)}
          place={place}
          measure={measure ?? null}
          selected={selected.has(job.id)}
          open={open.has(job.id)}
          pending={pending.has(job.id)}
          fate={fateOf(job, retries.get(job.id))}
          maySelect={maySelect}
          under={under}
          cards={cards}
          onSelect={onSelect}
          onReasons={onReasons}
          onRetry={onRetry}
        />
      )
    );
  });
}

/** Puts the keyboard on a row that is drawn. */
export function focusRow(job: JobRow | undefined, preventScroll: boolean): void {
  document.querySelector<HTMLElement>(`[data-job="${job?.id}"]`)?.focus({ preventScroll });
}
