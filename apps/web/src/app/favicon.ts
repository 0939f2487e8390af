import type { Board } from '@retry-desk/contract';
import { useEffect } from 'react';
import { base } from '#lib/base.ts';
import { hasTrueNumbers, type Staleness } from '#lib/staleness.ts';
import { useStale } from './use-stale.ts';

const unknown = '/icons/unknown.svg';

/**
 * The icon of the tab: how many jobs need attention, none, or that it is not known. Green only where board and wall are:
 * there are jobs, none needs attention, none of them is merely known, and nothing stands against the data.
 */
export function faviconOf(
  counts: Pick<Board['counts'], 'failed' | 'attention' | 'acknowledged' | 'jobs'>,
  stale: Staleness | null,
): string {
  const { failed, attention = failed, acknowledged = 0, jobs } = counts;
  if (attention === null || !hasTrueNumbers(stale)) return unknown;
  if (attention > 0) return `/icons/failed-${attention > 9 ? 'more' : attention}.svg`;
  if (acknowledged !== 0) return unknown;
  return stale === null && (jobs ?? 0) > 0 ? '/icons/ok.svg' : unknown;
}

/** Shows the count and state of the board in the tab, whichever page is open. */
export function Favicon(): null {
  const { fresh, stale } = useStale();
  const shown = fresh ? faviconOf(fresh.data.counts, stale) : unknown;
  // Follows the tab, which is outside React's tree.
  useEffect(() => {
    document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.setAttribute('href', base + shown);
  }, [shown]);
  return null;
}
