import type { JobRow } from '@retry-desk/contract';
import { inChunks } from '#in-chunks.ts';
import { memoByVersion } from '#memo.ts';
import { type IncrementalView, SortedRows } from './incremental-view.ts';
import { rowText } from './publish/serialize.ts';

/** Rows made at once: more would stop everything else for longer than 10 ms. */
const ROWS_PER_SLICE = 500;

/** Rows of all jobs by name; the same list while no row has changed. */
export type AllRows = () => Promise<readonly JobRow[]>;

/** Rows are made on request, once per view for all callers, without blocking anything else. */
export function createAllRows(view: Pick<IncrementalView, 'last' | 'ids' | 'row'>): AllRows {
  const sorted = new SortedRows(byName);

  async function make(): Promise<readonly JobRow[]> {
    const rows: JobRow[] = [];
    await inChunks(view.ids(), ROWS_PER_SLICE, (id) => {
      // Gone meanwhile.
      const row = view.row(id);
      if (row === null) return;
      rowText(row);
      rows.push(row);
    });
    return sorted.of(rows);
  }

  return memoByVersion(() => view.last, make);
}

/** Sorts jobs of the same name by id. */
function byName(a: JobRow, b: JobRow): number {
  return compareText(a.name, b.name) || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
