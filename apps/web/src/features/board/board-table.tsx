import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { words } from '#lib/words.ts';
import { SortTh, Th } from '#ui/table.tsx';
import { BoardRow, type RowActions } from './board-row.tsx';
import { type BoardFilter, nextSort, type SortKey } from './board-search.ts';
import { columns } from './columns.ts';
import type { HeldRow } from './held-rows.ts';

/** Up to here all rows are drawn; more are drawn as they come into sight. */
const drawnAtOnce = 100;
const rowHeight = 50;
const cardHeight = 150;

type TableProps = RowActions & {
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

function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true" className="block">
      <tr className="block">
        <td className="block p-0" style={{ height }} />
      </tr>
    </tbody>
  );
}

/** Which rows are drawn, and how much room the others take above and below them. */
function useDrawn(rows: readonly HeldRow[], table: RefObject<HTMLTableElement | null>) {
  const [margin, setMargin] = useState(0);
  // Follows where the table begins on the page, which notices above it move.
  useLayoutEffect(() => {
    const top = (table.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(top - margin) > 1) setMargin(top);
  });
  const all = rows.length <= drawnAtOnce;
  const virtual = useWindowVirtualizer({
    count: rows.length,
    enabled: !all,
    estimateSize: () => (window.innerWidth < 640 ? cardHeight : rowHeight),
    overscan: 12,
    scrollMargin: margin,
    getItemKey: (place) => rows[place]?.job.id ?? place,
  });
  if (all) return { places: rows.map((_, place) => place), before: 0, after: 0, measure: undefined, virtual: null };
  const items = virtual.getVirtualItems();
  return {
    places: items.map((item) => item.index),
    before: (items[0]?.start ?? margin) - margin,
    after: virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin),
    measure: virtual.measureElement,
    virtual,
  };
}

/** The table is the page: one row per job, drawn as cards where room is short. */
export function BoardTable(props: TableProps) {
  const { rows, filter, ticked, open, pending, mayTick, goTo, onTick, onReasons, onRetry } = props;
  const table = useRef<HTMLTableElement>(null);
  const { places, before, after, measure, virtual } = useDrawn(rows, table);
  goTo.current = (place) => {
    const id = rows[place]?.job.id;
    const focus = () => document.getElementById(`job-${id}`)?.focus({ preventScroll: virtual !== null });
    if (virtual) {
      virtual.scrollToIndex(place, { align: 'auto' });
      requestAnimationFrame(() => requestAnimationFrame(focus));
    } else focus();
  };
  return (
    <table ref={table} aria-label={text[filter.state]} aria-rowcount={rows.length + 1} className="block w-full">
      <Head {...props} />
      <Gap height={before} />
      {places.map((place) => {
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
              onTick={onTick}
              onReasons={onReasons}
              onRetry={onRetry}
            />
          )
        );
      })}
      <Gap height={after} />
    </table>
  );
}
