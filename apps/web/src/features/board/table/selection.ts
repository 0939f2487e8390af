import type { JobRow } from '@retry-desk/contract';

/** The ids of selected jobs and the one a range starts from. */
export type Selection = { ids: ReadonlySet<string>; from: string | null };

export const nothingSelected: Selection = { ids: new Set(), from: null };

/** Failed jobs can be selected, and those that are late or hang, to be acknowledged; whether one can be retried right now, the dialog shows. */
export function isSelectable({ state, openRetry, attention }: JobRow): boolean {
  return state === 'failed' || openRetry !== null || (attention ?? 'failed') !== 'failed';
}

/** Selects or deselects one row; with a range, everything from the last one pressed to it becomes the same. */
export function select(selection: Selection, rows: readonly JobRow[], id: string, range: boolean): Selection {
  const on = !selection.ids.has(id);
  const ids = new Set(selection.ids);
  const to = rows.findIndex((job) => job.id === id);
  const from = range && selection.from !== null ? rows.findIndex((job) => job.id === selection.from) : -1;
  const touched = from < 0 || to < 0 ? [id] : idsBetween(rows, from, to);
  for (const each of touched) {
    if (on) ids.add(each);
    else ids.delete(each);
  }
  return { ids, from: id };
}

function idsBetween(rows: readonly JobRow[], from: number, to: number): string[] {
  return rows
    .slice(Math.min(from, to), Math.max(from, to) + 1)
    .filter(isSelectable)
    .map((job) => job.id);
}

/** Selects all rows that are shown, or none where all of them are selected. */
export function selectAll(selection: Selection, rows: readonly JobRow[]): Selection {
  const shown = rows.filter(isSelectable).map((job) => job.id);
  const all = shown.length > 0 && shown.every((id) => selection.ids.has(id));
  const ids = new Set(selection.ids);
  for (const id of shown) {
    if (all) ids.delete(id);
    else ids.add(id);
  }
  return { ids, from: null };
}

/** Whether none, some or all of the shown rows are selected. */
export function coverage(selection: Selection, rows: readonly JobRow[]): 'none' | 'some' | 'all' {
  if (selection.ids.size === 0) return 'none';
  const shown = rows.filter(isSelectable);
  const selected = shown.filter((job) => selection.ids.has(job.id)).length;
  return selected === 0 ? 'none' : selected === shown.length ? 'all' : 'some';
}
