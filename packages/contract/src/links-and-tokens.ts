import * as z from 'zod/mini';
import { moment } from './ids.ts';
import { line, nameOf } from './text.ts';

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

/** Within so many minutes one address opens only so many wall links. */
export const wallLinkMinutes = 15;

/** For so many days at most an API token is valid: a member may leave a group without our notice. */
export const longestTokenDays = 90;

const tokenDays = z.int().check(z.gte(1), z.lte(longestTokenDays));

/** For so many days before its end an API token is shown, and logged, as one that ends soon. */
export const tokenWarningDays = 14;

export const apiTokenRequest = z.strictObject({
  name,
  role: z.enum(['operator', 'viewer']),
  days: tokenDays,
});
export type ApiTokenRequest = z.infer<typeof apiTokenRequest>;

/** A new secret for the same token, valid for so many days from now; the old one ends at once. */
export const apiTokenRenewal = z.strictObject({ days: tokenDays });
export type ApiTokenRenewal = z.infer<typeof apiTokenRenewal>;

/** Answer of `POST /api/tokens`, and of a renewal: `secret` is shown once and never again. */
export const newApiToken = z.object({ token: apiToken, secret: z.string() });
export type NewApiToken = z.infer<typeof newApiToken>;
