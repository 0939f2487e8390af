import type { Board } from '@retry-desk/contract';
import { useEffect } from 'react';
import { hasTrueNumbers, type Staleness } from '#lib/staleness.ts';
import { useStale } from './use-stale.ts';

const unknown = '/icons/unknown.svg';

/**
 * The icon of the tab: how many jobs are failed, none, or that it is not known. Green only where board and wall are:
 * there are jobs, and nothing stands against the data.
 */
export function faviconOf({ failed, jobs }: Pick<Board['counts'], 'failed' | 'jobs'>, stale: Staleness | null): string {
  if (failed === null || !hasTrueNumbers(stale)) return unknown;
  if (failed > 0) return `/icons/failed-${failed > 9 ? 'more' : failed}.svg`;
  return stale === null && (jobs ?? 0) > 0 ? '/icons/ok.svg' : unknown;
}

/** Shows the count and state of the board in the tab, whichever page is open. */
export function Favicon(): null {
  const { fresh, stale } = useStale();
  const shown = fresh ? faviconOf(fresh.data.counts, stale) : unknown;
  // Follows the tab, which is outside React's tree.
  useEffect(() => {
    document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.setAttribute('href', shown);
  }, [shown]);
  return null;
}
