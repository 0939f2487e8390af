import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '#features/access/queries.ts';
import { boardQuery } from '#features/board/queries.ts';
import { pages } from '#lib/paths.ts';
import { laterPage } from '#ui/later.tsx';
import { BoardRoute } from './lazy-pages.ts';

/** Everything behind a name. */
export const SignedInPages = laterPage(async () => ({ default: (await import('./signed-in.tsx')).SignedIn }));

/**
 * Fetches at once what the page at this path needs: its scripts, who is signed in, and the board, of which every page behind
 * a name shows something. Nothing waits for another part to be drawn. Ends when all of a board has come or failed, of other
 * pages, which request what is their own once they are drawn, at once; never rejects.
 */
export async function fetchAhead(client: QueryClient, path: string): Promise<void> {
  if (path === pages.signIn()) return;
  const isBoard = path === pages.board();
  // A request that fails is repeated, and shown as missing, by the part of the page that needs it.
  const all = Promise.allSettled([
    SignedInPages.fetch(),
    isBoard && BoardRoute.fetch(),
    client.prefetchQuery(sessionQuery()),
    client.prefetchQuery(boardQuery()),
  ]);
  if (isBoard) await all;
}
