import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
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
      navigate(pages.board(writeFilter({ ...filter, ...part })), { replace: typed });
    },
    [filter, navigate],
  );
  return [filter, change];
}
