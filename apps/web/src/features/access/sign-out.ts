import { signedOut } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { forgetKept, sendForMaybe, setCsrfToken } from '#api/request.ts';
import { api } from '#lib/paths.ts';
import { sessionQuery } from './queries.ts';

/** Ends the session on the server, then forgets here what it has shown. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => sendForMaybe('DELETE', api.session(), signedOut),
    onSuccess: (answer) => {
      // The provider ends its own session; its page leads back here.
      if (answer) location.assign(answer.continueAt);
      forgetKept();
      setCsrfToken(null);
      client.setQueryData(sessionQuery().queryKey, null);
      client.removeQueries({ predicate: (query) => query.queryHash !== JSON.stringify(sessionQuery().queryKey) });
    },
  });
}
