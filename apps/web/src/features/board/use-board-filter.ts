import { useCallback, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { pages } from '#lib/paths.ts';
import { type BoardFilter, readFilter, writeFilter } from './board-search.ts';

/** The filter that is in the address, and what changes it there. */
export function useBoardFilter(): [BoardFilter, (change: Partial<BoardFilter>) => void] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filter = useMemo(() => readFilter(new URLSearchParams(search)), [search]);
  // The same function whatever the filter is, or the whole table would be drawn with each key.
  const current = useRef(filter);
  current.current = filter;
  const change = useCallback(
    (part: Partial<BoardFilter>) => {
      const typed = Object.keys(part).every((name) => name === 'q' || name === 'sort');
      navigate(pages.board(writeFilter({ ...current.current, ...part })), { replace: typed });
    },
    [navigate],
  );
  return [filter, change];
}
