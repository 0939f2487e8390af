import * as z from 'zod/mini';
import { journalHealth } from './board.ts';
import { moment } from './ids.ts';
import { line, nameOf } from './text.ts';

/** What a signed-in browser may do. */
export const role = z.enum(['operator', 'viewer', 'wall']);
export type Role = z.infer<typeof role>;

export const signInRequest = z.strictObject({
  // Whatever is no name is answered as a wrong one.
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
  /** Tells two people of one name apart; in tasks as `requestedById`. */
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
  /** Tells two people of one name apart. */
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

const wallScreens = z.enum(['one', 'many']);

/** A wall link; its secret is only in the answer that makes it. */
export const wallLink = z.object({
  id: z.uuid(),
  name: z.string(),
  createdBy: z.string(),
  createdAt: moment,
  lastSeenAt: z.nullable(moment),
  /** Names of the backup servers it shows; null for all. */
  servers: z.nullable(z.array(z.string())),
  /** Whether machines and reasons of failures are shown. */
  reasons: z.boolean(),
  /** How many screens it opens: one is the first that opens it. */
  screens: wallScreens,
  /** When it was first opened; null while it waits for that. */
  openedAt: z.nullable(moment),
});
export type WallLink = z.infer<typeof wallLink>;

export const wallLinkList = z.object({ links: z.array(wallLink) });
export type WallLinkList = z.infer<typeof wallLinkList>;

const name = nameOf(80);

export const wallLinkRequest = z.strictObject({
  name,
  servers: z.optional(z.nullable(z.array(line(255, 1)).check(z.minLength(1), z.maxLength(50)))),
  reasons: z.optional(z.boolean()),
  /** One where absent. */
  screens: z.optional(wallScreens),
});
export type WallLinkRequest = z.infer<typeof wallLinkRequest>;

/** Answer of `POST /api/wall-links`: `url` is shown once and never again. */
export const newWallLink = z.object({ link: wallLink, url: z.url() });
export type NewWallLink = z.infer<typeof newWallLink>;

/** Why a wall link led to the wall without opening it: the `link` parameter there. */
export const wallLinkRefusal = z.enum(['spent', 'unknown', 'too-many']);
export type WallLinkRefusal = z.infer<typeof wallLinkRefusal>;

/** A script's key for `Authorization: Bearer`; its secret is only in the answer that makes it. */
export const apiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  user: z.string(),
  role: z.enum(['operator', 'viewer']),
  createdAt: moment,
  expiresAt: moment,
  lastSeenAt: z.nullable(moment),
});
export type ApiToken = z.infer<typeof apiToken>;

export const apiTokenList = z.object({ tokens: z.array(apiToken) });

export const apiTokenRequest = z.strictObject({
  name,
  role: z.enum(['operator', 'viewer']),
  /** Nobody tells us when a member of a group leaves it: no key outlives its maker's role by more than this. */
  days: z.int().check(z.gte(1), z.lte(90)),
});
export type ApiTokenRequest = z.infer<typeof apiTokenRequest>;

/** Answer of `POST /api/tokens`: `secret` is shown once and never again. */
export const newApiToken = z.object({ token: apiToken, secret: z.string() });
export type NewApiToken = z.infer<typeof newApiToken>;

/** `GET /api/status`: what Settings shows of the server. */
export const status = z.object({
  version: z.string(),
  startedAt: moment,
  em: z.object({
    host: z.string(),
    /** For operators: who only looks has no use for it. */
    account: z.optional(z.string()),
    tls: z.enum(['system', 'ca-file', 'fingerprint', 'insecure']),
    /** Its password was refused so often that it is not tried again until it is another one. */
    passwordRefused: z.boolean(),
  }),
  store: z.enum(['sqlite', 'postgres']),
  journal: journalHealth,
  /**
   * Whether lines of the log are written where they go, since when, and how many were dropped since the server began.
   * Absent from a server of an older version.
   */
  log: z.optional(z.object({ state: z.enum(['ok', 'failing']), since: moment, dropped: z.number() })),
  pollSeconds: z.number(),
  retryPollSeconds: z.number(),
  verdictSeconds: z.number(),
});
export type Status = z.infer<typeof status>;
