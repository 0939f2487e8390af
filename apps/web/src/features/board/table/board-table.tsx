import { memo, useImperativeHandle } from 'react';
import { words } from '#lib/words.ts';
import { SortTh, Th } from '#ui/table.tsx';
import { nextSort, type SortKey } from '../board-search.ts';
import { columns } from './columns.ts';
import { ManyRows } from './many-rows.tsx';
import { focusRow, Rows, type TableProps } from './rows.tsx';
import { usePrinting } from './use-printing.ts';

/** Up to here all rows are drawn; more are drawn as they come into sight. */
export const drawnAtOnce = 40;

const text = words.board.table;

function Head({ rows, open, filter, onFilter, maySelect, coverage, onSelecting, onReasonsOfAll }: TableProps) {
  const sort = (key: SortKey) => ({
    direction: filter.sort.key === key ? (filter.sort.descending ? ('desc' as const) : ('asc' as const)) : null,
    onSort: () => onFilter({ sort: nextSort(filter.sort, key) }),
  });
  return (
    <thead className="sticky top-0 z-10 block border-b border-line bg-bg">
      <tr className={`${columns} h-8`}>
        <Th bare className="col-span-3 flex items-center gap-3 pl-5 @min-[640px]:col-span-1 @min-[640px]:pr-0">
          <input
            id="select-all"
            type="checkbox"
            aria-label={words.board.selectAll}
            className="block"
            ref={(box) => {
              if (box) box.indeterminate = coverage === 'some';
            }}
            checked={coverage === 'all'}
            disabled={!maySelect}
            title={maySelect ? words.board.selectAll : words.can.viewer}
            onChange={() => onSelecting('all')}
          />
          <label htmlFor="select-all" aria-hidden="true" className="@min-[640px]:hidden">
            {words.board.selectAll}
          </label>
        </Th>
        <SortTh {...sort('job')} className="hidden @min-[640px]:block">
          {text.job}
        </SortTh>
        <Th bare className="hidden @min-[640px]:block">
          {text.why}
          <button
            type="button"
            aria-expanded={rows.every(({ id, reasons }) => reasons.length === 0 || open.has(id))}
            className="ml-2 h-6 font-medium underline decoration-line-strong underline-offset-2 hover:text-text"
            onClick={() => onReasonsOfAll(rows)}
          >
            {words.board.allReasons}
          </button>
        </Th>
        <SortTh {...sort('streak')} className="hidden @min-[640px]:block">
          {text.streak}
        </SortTh>
        <Th bare className="hidden @min-[900px]:block">
          {text.dailyResults}
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

function AllRows(props: TableProps) {
  const { rows, goTo } = props;
  useImperativeHandle(goTo, () => (place) => focusRow(rows[place], false), [rows]);
  return <Rows {...props} places={rows.map((_, place) => place)} />;
}

/** So many rows are printed; a print shows of how many. */
const printedAtMost = 1_000;

/** The table is the page: one row per job, drawn as cards where room is short. Not drawn with each key of a search. */
export const BoardTable = memo(function BoardTable(props: TableProps) {
  const { rows, filter, jobs } = props;
  const isPrinting = usePrinting();
  const printed = Math.min(rows.length, printedAtMost);
  return (
    <>
      {isPrinting && (
        <p className="px-5 py-2">
          {text[filter.state]}: {words.board.printed(printed, rows.length, jobs)}
        </p>
      )}
      <table aria-label={text[filter.state]} aria-rowcount={rows.length + 1} className="block w-full">
        <Head {...props} />
        {isPrinting ? (
          <AllRows {...props} rows={rows.length === printed ? rows : rows.slice(0, printed)} />
        ) : rows.length <= drawnAtOnce ? (
          <AllRows {...props} />
        ) : (
          <ManyRows {...props} />
        )}
      </table>
    </>
  );
});
