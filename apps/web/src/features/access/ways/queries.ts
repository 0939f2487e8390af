import { signInWays } from '@retry-desk/contract';
import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#api/request.ts';
import { api } from '#lib/paths.ts';

/** By which ways people sign in here. */
export function signInWaysQuery() {
  return queryOptions({
    queryKey: ['sign-in-ways'],
    queryFn: ({ signal }) => getJson(signInWays, api.signInWays(), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
