import { signedOut } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { forgetAnswers, sendForMaybe } from '#api/request.ts';
import { api } from '#lib/paths.ts';
import { forgetPerson, readForSomebody } from './queries.ts';

/** Ends the session on the server, then forgets here what it has shown; that is forgotten without an answer, too. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => sendForMaybe('DELETE', api.session(), signedOut),
    onError: () => {
      forgetAnswers();
      client.resetQueries(readForSomebody);
    },
    onSuccess: (answer) => {
      // The provider ends its own session; its page leads back here.
      if (answer) location.assign(answer.continueAt);
      forgetPerson(client);
    },
  });
}
