import * as z from 'zod/mini';
import { moment } from './ids.ts';

/** The rights of a signed-in browser. */
export const role = z.enum(['operator', 'viewer', 'wall']);
export type Role = z.infer<typeof role>;

export const signInRequest = z.strictObject({
  // A value that is no name is answered as a wrong name.
  username: z.string().check(z.minLength(1), z.maxLength(256)),
  password: z.string().check(z.minLength(1), z.maxLength(1024)),
});

/** `GET /api/sign-in`: by which ways people come in. `oidc` names the organisation's own sign-in; null where there is none. */
export const signInWays = z.object({ password: z.boolean(), oidc: z.nullable(z.object({ name: z.string() })) });
export type SignInWays = z.infer<typeof signInWays>;

/** Why the organisation's sign-in led back to the sign-in page: its `refused` parameter. */
export const signInRefusal = z.enum(['no-group', 'not-confirmed', 'provider-away', 'too-many']);
export type SignInRefusal = z.infer<typeof signInRefusal>;

/** `DELETE /api/session` where the provider has to end its own session as well: go there next. */
export const signedOut = z.object({ continueAt: z.url() });

/** `GET /api/session`: who is here. `csrfToken` goes into `x-csrf-token` of every unsafe call. */
export const session = z.object({
  user: z.string(),
  /** Distinguishes two people of one name; in tasks as `requestedById`. */
  personId: z.optional(z.string()),
  role,
  expiresAt: moment,
  csrfToken: z.string(),
});
export type Session = z.infer<typeof session>;

/** A signed-in browser, for those who may end it. `id` is no secret: nobody gets in by it. */
export const openSession = z.object({
  id: z.string(),
  user: z.string(),
  /** Distinguishes two people of one name. */
  personId: z.optional(z.string()),
  role,
  /** Signed in by an account of Enterprise Manager, or by the organisation's own sign-in. */
  source: z.enum(['em', 'oidc']),
  startedAt: moment,
  seenAt: moment,
  /** Whether it is the asking one. */
  own: z.boolean(),
});
export type OpenSession = z.infer<typeof openSession>;

export const sessionList = z.object({ sessions: z.array(openSession) });

/** Why a wall link led to the wall without opening it: the `link` parameter there. */
export const wallLinkRefusal = z.enum(['spent', 'unknown', 'too-many']);
export type WallLinkRefusal = z.infer<typeof wallLinkRefusal>;
