import { useMutation, useQueryClient } from '@tanstack/react-query';
import { forgetKept, sendEmpty, setCsrfToken } from '#api/request.ts';
import { api } from '#lib/paths.ts';
import { sessionQuery } from './queries.ts';

/** Ends the session on the server, then forgets here what it has shown. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => sendEmpty('DELETE', api.session()),
    onSuccess: () => {
      forgetKept();
      setCsrfToken(null);
      client.setQueryData(sessionQuery().queryKey, null);
      client.removeQueries({ predicate: (query) => query.queryHash !== JSON.stringify(sessionQuery().queryKey) });
    },
  });
}
