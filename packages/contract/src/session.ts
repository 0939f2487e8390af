import * as z from 'zod/mini';
import { moment } from './ids.ts';

/** What a signed-in browser may do. */
export const role = z.enum(['operator', 'viewer', 'wall']);
export type Role = z.infer<typeof role>;

export const signInRequest = z.strictObject({
  username: z.string().check(z.minLength(1), z.maxLength(256)),
  password: z.string().check(z.minLength(1), z.maxLength(1024)),
});

/** `GET /api/session`: who is here. `csrfToken` goes into `x-csrf-token` of every unsafe call. */
export const session = z.object({ user: z.string(), role, expiresAt: moment, csrfToken: z.string() });
export type Session = z.infer<typeof session>;

/** A signed-in browser, for those who may end it. `id` is no secret: nobody gets in by it. */
export const openSession = z.object({
  id: z.string(),
  user: z.string(),
  role,
  startedAt: moment,
  seenAt: moment,
  /** Whether it is the asking one. */
  own: z.boolean(),
});
export type OpenSession = z.infer<typeof openSession>;

export const sessionList = z.object({ sessions: z.array(openSession) });

/** A wall link; its secret is only in the answer that makes it. */
export const wallLink = z.object({
  id: z.uuid(),
  name: z.string(),
  createdBy: z.string(),
  createdAt: moment,
  lastSeenAt: z.nullable(moment),
});
export type WallLink = z.infer<typeof wallLink>;

export const wallLinkList = z.object({ links: z.array(wallLink) });
export type WallLinkList = z.infer<typeof wallLinkList>;

export const wallLinkRequest = z.strictObject({ name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)) });

/** Answer of `POST /api/wall-links`: `url` is shown once and never again. */
export const newWallLink = z.object({ link: wallLink, url: z.url() });
export type NewWallLink = z.infer<typeof newWallLink>;

/** `GET /api/status`: what Settings shows of the server. */
export const status = z.object({
  version: z.string(),
  startedAt: moment,
  em: z.object({
    host: z.string(),
    account: z.string(),
    tls: z.enum(['system', 'ca-file', 'fingerprint', 'insecure']),
  }),
  store: z.enum(['sqlite', 'postgres']),
  pollSeconds: z.number(),
  retryPollSeconds: z.number(),
  verdictSeconds: z.number(),
});
export type Status = z.infer<typeof status>;
