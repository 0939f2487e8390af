import { useCallback, useMemo } from 'react';
import { pages } from '#lib/paths.ts';
import { preferences, setPreferences } from '#lib/preferences.ts';
import { useAddress } from '#ui/use-address.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { type BoardFilter, readFilter, writeFilter } from './board-search.ts';

/** The filter that is in the address, and what changes it there. */
export function useBoardFilter(): [BoardFilter, (change: Partial<BoardFilter>) => void] {
  const [search, go] = useAddress();
  const { boardBy } = usePreferences();
  const asked = search.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(asked), boardBy), [asked, boardBy]);
  const change = useCallback(
    (part: Partial<BoardFilter>) => {
      const typed = Object.keys(part).every((name) => name === 'q' || name === 'sort');
      // From the address and not from the filter: this stays the same function, or the whole table would be drawn with each key.
      const now = readFilter(new URLSearchParams(location.search), preferences().boardBy);
      if (part.by) setPreferences({ boardBy: part.by });
      go(pages.board(writeFilter({ ...now, ...part })), { replace: typed });
    },
    [go],
  );
  return [filter, change];
}
