import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isSignedOut } from '#api/api-error.ts';
import { forgetPerson, sessionQuery } from '#features/access/queries.ts';

/** Refusals are answers: only what was lost on the way is requested again. */
function shouldRetry(failures: number, error: unknown): boolean {
  return failures < 1 && error instanceof ApiError && error.failure.kind !== 'problem';
}

/** The one cache of the app. An answer that nobody is signed in ends the session here too, with all that it has read. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) forgetPerson(client);
    else if (error instanceof ApiError && error.code === 'csrf') client.invalidateQueries(sessionQuery());
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 1_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}
