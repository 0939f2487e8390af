import type { Board } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { boardQuery } from '#features/board/queries.ts';

/** The picture of the tab: how many jobs are failed, none, or that it is not known. No job at all is nothing good. */
export function faviconOf(failed: number | null, live: boolean): string {
  if (failed === null || !live) return '/icons/unknown.svg';
  if (failed === 0) return '/icons/ok.svg';
  return `/icons/failed-${failed > 9 ? 'more' : failed}.svg`;
}

function isKnown({ counts, em }: Board): boolean {
  return counts.failed !== 0 || (em.silentSince === undefined && (counts.jobs ?? 0) > 0);
}

/** Shows the count and state of the board in the tab, whichever page is open. */
export function useFavicon(): void {
  const { data: icon = '/icons/unknown.svg', isError } = useQuery({
    ...boardQuery(),
    select: ({ data, freshness }) =>
      faviconOf(data.counts.failed, (freshness.emState ?? data.em.state) !== 'down' && isKnown(data)),
  });
  const shown = isError ? '/icons/unknown.svg' : icon;
  // Follows the tab, which is outside React's tree.
  useEffect(() => {
    document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.setAttribute('href', shown);
  }, [shown]);
}
