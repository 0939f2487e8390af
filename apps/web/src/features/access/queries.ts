import { session } from '@retry-desk/contract';
import { type Query, type QueryClient, queryOptions } from '@tanstack/react-query';
import { isSignedOut } from '#api/api-error.ts';
import { forgetAnswers, getJson, setCsrfToken } from '#api/request.ts';
import { api } from '#lib/paths.ts';

/** The signed-in person; null where nobody is. */
export function sessionQuery() {
  return queryOptions({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      try {
        const here = await getJson(session, api.session(), signal);
        setCsrfToken(here.csrfToken);
        return here;
      } catch (error) {
        if (!isSignedOut(error)) throw error;
        setCsrfToken(null);
        return null;
      }
    },
    staleTime: 5 * 60_000,
  });
}

/** Everything read for a person: all but the session. */
export const readForSomebody = { predicate: ({ queryKey }: Query) => queryKey[0] !== 'session' };

/** Nobody is signed in any more: what the last one has read here goes. */
export function forgetPerson(client: QueryClient): void {
  forgetAnswers();
  setCsrfToken(null);
  client.setQueryData(sessionQuery().queryKey, null);
  const cache = client.getQueryCache();
  for (const query of cache.findAll(readForSomebody)) {
    // An open wall shows by itself that it has ended; without its question it would ask anew at once.
    if (query.queryKey[0] === 'wall' && query.isActive()) query.setState({ data: undefined });
    else cache.remove(query);
  }
}
