import { useCallback, useState } from 'react';
import { rowsThatFit } from './paging.ts';

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
