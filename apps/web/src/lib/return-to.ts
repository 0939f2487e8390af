import { pagePaths } from '@retry-desk/contract';

/** Where a sign-in leads back to, but for the board, where it leads by itself. */
export function elsewhere(returnTo: string | undefined): string | undefined {
  return returnTo === pagePaths.board ? undefined : returnTo;
}
