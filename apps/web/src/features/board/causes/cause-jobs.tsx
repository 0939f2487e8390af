import type { JobRow } from '@retry-desk/contract';
import { useCallback, useId, useRef } from 'react';
import { words } from '#lib/words.ts';
import { drawnAtOnce } from '../table/board-table.tsx';
import { ManyRows } from '../table/many-rows.tsx';
import { Rows, type TableProps } from '../table/rows.tsx';
import { coverage, type Selection } from '../table/selection.ts';
import { usePrinting } from '../table/use-printing.ts';
import { byCauseWords as text } from './cause-words.ts';

const { table } = words.board;
const heads = [table.job, table.why, table.streak, table.dailyResults, table.lastSuccess, table.action];

type JobsProps = { label: string; jobs: readonly JobRow[]; selection: Selection; table: TableProps };

/** Jobs of a cause, in rows like those of the board; a range of selected rows stays among them. */
export function CauseJobs({ label, jobs, selection, table }: JobsProps) {
  const id = useId();
  const goTo = useRef<(place: number) => void>(() => {});
  const isPrinting = usePrinting();
  const { onSelecting } = table;
  const onSelect = useCallback(
    (id: string, range: boolean) => onSelecting({ id, range, list: jobs }),
    [onSelecting, jobs],
  );
  const covered = coverage(selection, jobs);
  const rows = { ...table, rows: jobs, onSelect, goTo };
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-5 py-1.5 text-s text-muted print:hidden">
        <input
          id={id}
          type="checkbox"
          className="block"
          ref={(box) => {
            if (box) box.indeterminate = covered === 'some';
          }}
          checked={covered === 'all'}
          disabled={!table.maySelect}
          title={table.maySelect ? undefined : words.can.viewer}
          onChange={() => onSelecting({ list: jobs })}
        />
        <label htmlFor={id}>{text.selectAll(jobs.length)}</label>
        <button
          type="button"
          aria-expanded={jobs.every(({ id, reasons }) => reasons.length === 0 || table.open.has(id))}
          className="ml-auto min-h-6 font-medium underline decoration-line-strong underline-offset-2 hover:text-text"
          onClick={() => table.onReasonsOfAll(jobs)}
        >
          {words.board.allReasons}
        </button>
      </div>
      <table aria-label={label} aria-rowcount={jobs.length + 1} className="block w-full">
        <thead className="sr-only">
          <tr>
            <td />
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {jobs.length > drawnAtOnce && !isPrinting ? (
          <ManyRows {...rows} moved={{}} />
        ) : (
          <Rows {...rows} places={jobs.map((_, place) => place)} />
        )}
      </table>
    </>
  );
}
