import type { JobRow } from '@retry-desk/contract';
import { useCallback, useRef, useState } from 'react';
import { noTicks, type Ticks } from './ticks.ts';

/** Ticks and open reasons. */
export function useRowState() {
  const [ticks, setTicks] = useState<Ticks>(noTicks);
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
  return { ticks, setTicks, open, toggleOpen, toggleAll };
}

/** The job of the row the keyboard is on. */
export function jobUnderKeyboard(): string | null {
  return document.activeElement?.closest('tr[id^="job-"]')?.id.slice('job-'.length) ?? null;
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
