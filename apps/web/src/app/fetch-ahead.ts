import type { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '#features/access/queries.ts';
import { boardQuery } from '#features/board/queries.ts';
import { pages } from '#lib/paths.ts';
import { pageAhead } from './page-ahead.tsx';

/** Everything behind a name, and of that the page most people open. */
export const signedInPages = pageAhead(async () => ({ default: (await import('./signed-in.tsx')).SignedIn }));
export const boardPage = pageAhead(() => import('#routes/board.tsx'));

const standAlone: readonly string[] = [pages.wall(), pages.signIn()];

/**
 * Fetches at once what the page at this path needs: its scripts, who is signed in, and the board, of which every page behind
 * a name shows something. Nothing waits for another part to be drawn. Ends when all has come or failed; never rejects.
 */
export async function fetchAhead(client: QueryClient, path: string): Promise<void> {
  if (standAlone.includes(path)) return;
  // Whatever does not come is asked for again, and said, by the part of the page that needs it.
  await Promise.allSettled([
    signedInPages.fetch(),
    path === pages.board() && boardPage.fetch(),
    client.prefetchQuery(sessionQuery()),
    client.prefetchQuery(boardQuery()),
  ]);
}
