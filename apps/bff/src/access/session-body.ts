import { personId } from '#person.ts';
import type { KnownCaller } from '#route.ts';

/** Who is here, as `GET /api/session` says it. */
export function sessionBody({ caller, csrfToken, expiresAt }: KnownCaller) {
  const { user, person, role } = caller;
  return {
    user,
    personId: personId(person),
    role,
    expiresAt: new Date(expiresAt).toISOString(),
    csrfToken: csrfToken ?? '',
  };
}
