import { lazy, memo, type RefObject, Suspense } from 'react';
import { words } from '#lib/words.ts';
import { SortTh, Th } from '#ui/table.tsx';
import { BoardRow, type RowActions } from './board-row.tsx';
import { type BoardFilter, nextSort, type SortKey } from './board-search.ts';
import { useMayBeCards } from './card-facts.tsx';
import { columns } from './columns.ts';
import type { HeldRow } from './held-rows.ts';

/** Up to here all rows are drawn; more are drawn as they come into sight. */
const drawnAtOnce = 40;
const ManyRows = lazy(async () => ({ default: (await import('./many-rows.tsx')).ManyRows }));

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

const text = words.board.table;

function Head({ filter, onFilter, mayTick, coverage, onTickAll }: TableProps) {
  const sort = (key: SortKey) => ({
    direction: filter.sort.key === key ? (filter.sort.descending ? ('desc' as const) : ('asc' as const)) : null,
    onSort: () => onFilter({ sort: nextSort(filter.sort, key) }),
  });
  return (
    <thead className="sticky top-0 z-10 block border-b border-line bg-bg">
      <tr className={`${columns} h-8`}>
        <Th bare className="col-span-3 flex items-center gap-3 pl-5 @min-[640px]:col-span-1 @min-[640px]:pr-0">
          <input
            id="tick-all"
            type="checkbox"
            aria-label={words.board.tickAll}
            className="block"
            ref={(box) => {
              if (box) box.indeterminate = coverage === 'some';
            }}
            checked={coverage === 'all'}
            disabled={!mayTick}
            title={mayTick ? words.board.tickAll : words.can.viewer}
            onChange={onTickAll}
          />
          <label htmlFor="tick-all" aria-hidden="true" className="@min-[640px]:hidden">
            {words.board.tickAll}
          </label>
        </Th>
        <SortTh {...sort('job')} className="hidden @min-[640px]:block">
          {text.job}
        </SortTh>
        <Th bare className="hidden @min-[640px]:block">
          {text.why}
        </Th>
        <SortTh {...sort('streak')} className="hidden @min-[640px]:block">
          {text.streak}
        </SortTh>
        <Th bare className="hidden @min-[900px]:block">
          {text.strip}
        </Th>
        <SortTh {...sort('success')} className="hidden @min-[760px]:block">
          {text.lastSuccess}
        </SortTh>
        <Th bare className="hidden @min-[640px]:block">
          <span className="sr-only">{text.action}</span>
        </Th>
      </tr>
    </thead>
  );
}

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
  document.getElementById(`job-${row?.job.id}`)?.focus({ preventScroll });
}

function AllRows(props: TableProps) {
  const { rows, goTo } = props;
  goTo.current = (place) => focusRow(rows[place], false);
  return <Rows {...props} places={rows.map((_, place) => place)} />;
}

/** The table is the page: one row per job, drawn as cards where room is short. Not drawn with each key of a search. */
export const BoardTable = memo(function BoardTable(props: TableProps) {
  const { rows, filter } = props;
  const first = Array.from({ length: Math.min(rows.length, drawnAtOnce) }, (_, place) => place);
  return (
    <table aria-label={text[filter.state]} aria-rowcount={rows.length + 1} className="block w-full">
      <Head {...props} />
      {rows.length <= drawnAtOnce ? (
        <AllRows {...props} />
      ) : (
        <Suspense fallback={<Rows {...props} places={first} />}>
          <ManyRows {...props} />
        </Suspense>
      )}
    </table>
  );
});
