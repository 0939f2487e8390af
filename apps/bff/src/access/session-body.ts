import { iso } from '#iso.ts';
import { personId } from '#person.ts';
import type { KnownCaller } from '#route.ts';

/** The signed-in person, as `GET /api/session` returns it. */
export function sessionBody({ caller, csrfToken, expiresAt }: KnownCaller) {
  const { user, person, role } = caller;
  return {
    user,
    personId: personId(person),
    role,
    expiresAt: iso(expiresAt),
    csrfToken: csrfToken ?? '',
  };
}
