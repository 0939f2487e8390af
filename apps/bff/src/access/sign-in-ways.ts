import { apiPaths, type SignInWays, signInWays } from '@retry-desk/contract';
import { constantAnswer, defineRoute, type Route } from '#route.ts';

/** The ways to sign in that the sign-in page offers. */
export function signInWaysRoute(ways: SignInWays): Route {
  const answer = constantAnswer(ways);
  return defineRoute({
    method: 'GET',
    path: apiPaths.signInWays,
    access: 'public',
    summary: 'The available ways to sign in.',
    output: signInWays,
    handler: () => answer,
  });
}
