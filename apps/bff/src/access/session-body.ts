import type { KnownCaller } from '#route.ts';

/** Who is here, as `GET /api/session` says it. */
export function sessionBody({ caller, csrfToken, expiresAt }: KnownCaller) {
  const { user, role } = caller;
  return { user, role, expiresAt: new Date(expiresAt).toISOString(), csrfToken: csrfToken ?? '' };
}
