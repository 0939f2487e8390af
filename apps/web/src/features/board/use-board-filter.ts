import { useCallback, useMemo } from 'react';
import { useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { pages } from '#lib/paths.ts';
import { type BoardFilter, readFilter, writeFilter } from './board-search.ts';

/** The filter that is in the address, and what changes it there. */
export function useBoardFilter(): [BoardFilter, (change: Partial<BoardFilter>) => void] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filter = useMemo(() => readFilter(new URLSearchParams(search)), [search]);
  const change = useCallback(
    (part: Partial<BoardFilter>) => {
      const typed = Object.keys(part).every((name) => name === 'q' || name === 'sort');
      // From the address and not from the filter: this stays the same function, or the whole table would be drawn with each key.
      const now = readFilter(new URLSearchParams(location.search));
      navigate(pages.board(writeFilter({ ...now, ...part })), { replace: typed });
    },
    [navigate],
  );
  return [filter, change];
}
