import { signedOut } from '@retry-desk/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { forgetAnswers, sendForMaybe } from '#api/request.ts';
import { api } from '#lib/paths.ts';
import { forgetPerson, readForSomebody } from './queries.ts';

/**
 * Ends the session on the server, then forgets here what it has shown; that is forgotten without an answer, too. By hand:
 * it comes with every page, and `useMutation` with those that need it.
 */
export function useSignOut(onError: () => void) {
  const client = useQueryClient();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  async function signOut() {
    setPending(true);
    setError(null);
    try {
      const answer = await sendForMaybe('DELETE', api.session(), signedOut);
      // The provider ends its own session; its page leads back here.
      if (answer) location.assign(answer.continueAt);
      forgetPerson(client);
    } catch (problem) {
      forgetAnswers();
      void client.resetQueries(readForSomebody);
      setError(problem);
      onError();
    }
    setPending(false);
  }
  return { signOut, isPending, error };
}
