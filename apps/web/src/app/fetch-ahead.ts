import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '#features/access/queries.ts';
import { boardQuery } from '#features/board/queries.ts';
import { pages } from '#lib/paths.ts';

/**
 * Requests at once what every page behind a name shows something of: who is signed in, and the board. Ends when both have
 * come or failed, of pages but the board, which request what is their own once they are drawn, at once; never rejects.
 */
export async function fetchAhead(client: QueryClient, path: string): Promise<void> {
  if (path === pages.signIn()) return;
  // A request that fails is repeated, and shown as missing, by the part of the page that needs it.
  const all = Promise.allSettled([client.prefetchQuery(sessionQuery()), client.prefetchQuery(boardQuery())]);
  if (path === pages.board()) await all;
}
