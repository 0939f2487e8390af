import type { Board } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Freshness } from '#api/request.ts';
import { boardQuery } from '#features/board/queries.ts';

const unknown = '/icons/unknown.svg';

type Seen = { data: Pick<Board, 'counts' | 'em'>; freshness: Pick<Freshness, 'emState'> };

/**
 * The picture of the tab: how many jobs are failed, none, or that it is not known. Green only where board and wall are:
 * there are jobs, all of it was read, and runs are heard of as usual.
 */
export function faviconOf({ data: { counts, em }, freshness }: Seen): string {
  const { failed, jobs } = counts;
  const state = freshness.emState ?? em.state;
  if (failed === null || state === 'down') return unknown;
  if (failed > 0) return `/icons/failed-${failed > 9 ? 'more' : failed}.svg`;
  return state === 'ok' && em.silentSince === undefined && (jobs ?? 0) > 0 ? '/icons/ok.svg' : unknown;
}

/** Shows the count and state of the board in the tab, whichever page is open. */
export function useFavicon(): void {
  const { data: icon = unknown, isError } = useQuery({ ...boardQuery(), select: faviconOf });
  const shown = isError ? unknown : icon;
  // Follows the tab, which is outside React's tree.
  useEffect(() => {
    document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.setAttribute('href', shown);
  }, [shown]);
}
