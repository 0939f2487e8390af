import { useCallback, useState } from 'react';

/** How many whole rows fit; at least one, so that a tiny window still shows the most urgent job. */
export function rowsThatFit(height: number, rowHeight: number): number {
  // A hundredth of a pixel: heights in vh are rounded, and a row must not vanish for that.
  return rowHeight > 0 ? Math.max(1, Math.floor((height + 0.01) / rowHeight)) : 1;
}

export type Page<T> = { rows: T[]; number: number; of: number };

/**
 * The page to show after so many turns. Pages are filled to the last: when the list shrinks under us the turn still
 * falls on a page that exists.
 */
export function pageAt<T>(rows: readonly T[], size: number, turns: number): Page<T> {
  const of = Math.max(1, Math.ceil(rows.length / size));
  const index = ((turns % of) + of) % of;
  return { rows: rows.slice(index * size, (index + 1) * size), number: index + 1, of };
}

/** How many rows the list has room for; give the ref to the list, whose `grid-auto-rows` is the height of a row. */
export function useFittingRows(): { rows: number; ref: (list: HTMLElement | null) => (() => void) | undefined } {
  const [rows, setRows] = useState(1);
  const ref = useCallback((list: HTMLElement | null) => {
    if (list === null) return undefined;
    const observer = new ResizeObserver(() => {
      setRows(rowsThatFit(list.clientHeight, Number.parseFloat(getComputedStyle(list).gridAutoRows)));
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, []);
  return { rows, ref };
}
