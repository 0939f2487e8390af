import type { JobRow } from '@retry-desk/contract';
import { useCallback, useReducer, useRef, useState } from 'react';
import { nothingSelected, type Selection, select, selectAll } from './selection.ts';

/** An action on the selection: a row pressed (with `range`, all from the last one on), all rows that are shown or of a `list`, none any more. */
export type Selecting =
  | { id: string; range: boolean; list?: readonly JobRow[] }
  | { list: readonly JobRow[] }
  | 'all'
  | 'none';

/** Selection and open reasons. */
export function useRowState(rows: readonly JobRow[]) {
  // A reducer has the rows of its time and is called by one function for ever: else one changed row would draw all of them anew.
  const [selection, change] = useReducer((before: Selection, what: Selecting): Selection => {
    if (what === 'none') return nothingSelected;
    if (what === 'all') return selectAll(before, rows);
    return 'id' in what ? select(before, what.list ?? rows, what.id, what.range) : selectAll(before, what.list);
  }, nothingSelected);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggleOpen = useCallback((id: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  /** Opens the reasons of all these rows, or closes all where they are open. */
  const toggleAll = useCallback((rows: readonly JobRow[]) => {
    const ids = rows.flatMap(({ id, reasons }) => (reasons.length > 0 ? [id] : []));
    setOpen((before) => (ids.every((id) => before.has(id)) ? new Set() : new Set(ids)));
  }, []);
  return { selection, change, open, toggleOpen, toggleAll };
}

/** The job of the row the keyboard is on. */
export function jobUnderKeyboard(): string | null {
  return document.activeElement?.closest('[data-job]')?.getAttribute('data-job') ?? null;
}

/** Walks over the rows; a row far away has the keyboard only once it is drawn, so the way there is remembered. */
export function useWalk(rows: readonly JobRow[]) {
  const goTo = useRef<(place: number) => void>(() => {});
  const last = useRef<string | null>(null);
  const walk = (by: 1 | -1) => {
    const id = jobUnderKeyboard() ?? last.current;
    const at = rows.findIndex((job) => job.id === id);
    const place = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
    last.current = rows[place]?.id ?? null;
    goTo.current(place);
  };
  return { goTo, walk };
}
