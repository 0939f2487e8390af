import { session, signInWays } from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { isSignedOut } from '#api/api-error.ts';
import { getJson, setCsrfToken } from '#api/request.ts';
import { api } from '#lib/paths.ts';

/** Who is signed in; null where nobody is. */
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

/** By which ways people sign in here. */
export function signInWaysQuery() {
  return queryOptions({
    queryKey: ['sign-in-ways'],
    queryFn: ({ signal }) => getJson(signInWays, api.signInWays(), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
