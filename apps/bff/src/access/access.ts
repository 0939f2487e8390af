import { apiPaths, type Role } from '@retry-desk/contract';
import type { EnterpriseManager } from '@retry-desk/em-client';
import type { Transaction } from 'kysely';
import { ourAddress } from '#our-address.ts';
import type { ProxySettings } from '#outgoing/outgoing.ts';
import type { Caller, Credentials, KnownCaller, Route } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import type { Database } from '#store/schema.ts';
import { storeCall } from '#store/store-error.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import { apiTokenRoutes } from './api-token-routes.ts';
import { bearerOf, createApiTokens, isTokenId } from './api-tokens.ts';
import { createBrowserSessions } from './browser-sessions.ts';
import { cookiesFor } from './cookies.ts';
import { createKnownDevices } from './known-devices.ts';
import { createOidcProvider, type OidcOptions, type OidcProvider } from './oidc-provider.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { openSessionsRoutes } from './open-sessions-routes.ts';
import { createRoleWatch, type RoleWatch } from './role-watch.ts';
import { createSessionIds } from './session-ids.ts';
import { sessionRoutes } from './session-routes.ts';
import { createSignInLimits, type DirectoryLockout } from './sign-in-limits.ts';
import { signInRoute } from './sign-in-route.ts';
import { signInWaysRoute } from './sign-in-ways.ts';
import { createTokenWatch, type TokenWatch } from './token-watch.ts';
import { wallLinkRoutes } from './wall-link-routes.ts';
import { createWallLinks } from './wall-links.ts';
import { wallPairingRoutes } from './wall-pairing-routes.ts';
import { createWallPairings } from './wall-pairings.ts';

export type AccessSettings = {
  publicUrl: URL;
  passwordSignIn: boolean;
  directoryLockout: DirectoryLockout;
  em: { username: string };
  oidc: (OidcOptions & { name: string }) | undefined;
  proxy: ProxySettings;
};

export type AccessParts = {
  store: Store;
  em: EnterpriseManager;
  clock: { now(): number };
  /** The key for hashes and seals in the store and in browsers. */
  key: string;
  audit: Audit;
  /** Called for a sign-in that is refused over a limit. */
  onSignInLimited: () => void;
  logger: Logger;
  /** Whether this process polls Enterprise Manager for all processes. */
  isPoller: () => boolean;
};

/** Sign-in, sessions, and the rights of everybody. */
export type AccessControl = {
  routes: Route[];
  roles: RoleWatch;
  tokenWatch: TokenWatch;
  /** Takes up the secret and the authorities of the OpenID provider, and the proxy on the way there. */
  reload(next: Pick<AccessSettings, 'oidc' | 'proxy'>): void;
  /** The name of the cookie of people. */
  sessionCookie: string;
  findCaller(credentials: Credentials): Promise<KnownCaller | null>;
  /** The same from memory alone, for frequent requests over this connection; null where memory does not hold it. */
  recall(credentials: Credentials, connection: object): Caller | null;
  /** The role of a session or token as the store has it now; null where it has ended. */
  roleNow(trx: Transaction<Database>, sessionId: string): Promise<Role | null>;
  /** When the API token that ends first ends, milliseconds; null where there is none. @throws where the store is away */
  nextTokenEndsAt(): Promise<number | null>;
  /** The Set-Cookie that lets an open wall live on; null where the Cookie header names none. */
  renewWall(cookieHeader: string | undefined): Promise<string | null>;
};

/** Whether an account has signed in before, by the audit. */
function hasSignedIn(store: Store, username: string): Promise<boolean> {
  return storeCall(async () => {
    const line = store.db
      .selectFrom('audit_log')
      .select('id')
      .where('user_name', '=', username)
      .where('subject', 'is', null);
    return (await line.where('kind', '=', 'signed-in').limit(1).executeTakeFirst()) !== undefined;
  });
}

/** A provider that another one may take the place of; who is on the way meanwhile comes back to that one. */
function replaceable(first: OidcProvider): OidcProvider & { replace(next: OidcProvider): void } {
  let now = first;
  return {
    begin: () => now.begin(),
    finish: (here, checks) => now.finish(here, checks),
    endAddress: (idToken) => now.endAddress(idToken),
    replace(next) {
      now = next;
    },
  };
}

/** Puts sign-in, sessions, wall links and tokens together. */
export async function createAccess(settings: AccessSettings, parts: AccessParts): Promise<AccessControl> {
  const { store, em, clock, key, audit, onSignInLimited: onLimited, logger, isPoller } = parts;
  const { publicUrl, oidc, proxy } = settings;
  const serviceAccount = settings.em.username;
  const cookies = cookiesFor(publicUrl);
  const sessions = createBrowserSessions({ store, clock, key });
  // With a person's cookie the session of that person comes first, read from the store if need be.
  const sessionIds = createSessionIds(key, (cookie) => cookies.read(cookie, 'person') ?? cookies.read(cookie, 'wall'));
  const tokens = createApiTokens({ store, clock, key });
  const links = createWallLinks({ store, sessions, clock, key });
  const pairings = createWallPairings({ store, links, clock, key });
  const limits = createSignInLimits(store, clock, settings.directoryLockout);
  const devices = createKnownDevices({ cookies, key, clock });
  const roles = createRoleWatch({ em, sessions, tokens, clock, audit, logger, isPoller });
  const tokenWatch = createTokenWatch({ tokens, clock, logger, isPoller });
  const callback = ourAddress(apiPaths.oidcCallback, publicUrl);
  const provider = oidc === undefined ? null : replaceable(createOidcProvider({ ...oidc, proxy }, publicUrl, logger));

  function noteOrigin(sessionId: string, user: string, role: Role): void {
    roles
      .isListed(user, role)
      .then((listed) => (listed === undefined ? undefined : sessions.noteListed(sessionId, listed)))
      .catch((error) =>
        logger.warn({ event: 'access.role-origin-not-stored', err: error }, 'the origin of a role could not be stored'),
      );
  }

  function oidcRows(chosen: OidcProvider): Route[] {
    if (oidc === undefined) return [];
    return oidcRoutes({
      provider: chosen,
      options: oidc,
      callback,
      sessions,
      cookies,
      limits,
      key,
      clock,
      audit,
      onLimited,
      logger,
    });
  }

  const endAtProvider = async (idToken: string) => (await provider?.endAddress(idToken)) ?? null;
  const routes = [
    signInWaysRoute({ password: settings.passwordSignIn, oidc: oidc === undefined ? null : { name: oidc.name } }),
    ...(settings.passwordSignIn
      ? [
          signInRoute({
            em,
            serviceAccount,
            hasComeBefore: (username) => hasSignedIn(store, username),
            sessions,
            cookies,
            limits,
            devices,
            audit,
            onLimited,
            logger,
            noteOrigin,
          }),
        ]
      : []),
    ...(provider === null ? [] : oidcRows(provider)),
    ...sessionRoutes({ sessions, tokens, cookies, audit, logger, endAtProvider }),
    ...openSessionsRoutes({ sessions, audit, logger }),
    ...wallLinkRoutes({ links, cookies, publicUrl, audit, logger }),
    ...wallPairingRoutes({ pairings, cookies, store, clock, audit, logger }),
    ...apiTokenRoutes({ tokens, sessions, audit }),
  ];

  return {
    routes,
    roles,
    tokenWatch,
    reload(next) {
      const { oidc: options, proxy: way } = next;
      if (options !== undefined) provider?.replace(createOidcProvider({ ...options, proxy: way }, publicUrl, logger));
    },
    sessionCookie: cookies.nameOf('person'),
    // An invalid API token does not fall back to a cookie. A person's cookie goes before a wall's: a person who opens
    // a wall link stays who they are.
    async findCaller({ cookie, authorization, unattended }) {
      if (authorization !== undefined && bearerOf(authorization) !== null) return tokens.find(authorization);
      const person = cookies.read(cookie, 'person');
      const known = person === null ? null : await sessions.find(person, unattended);
      if (known !== null) return known;
      const wall = cookies.read(cookie, 'wall');
      return wall === null ? null : await sessions.find(wall, unattended);
    },
    recall({ cookie, authorization, unattended }, connection) {
      if (authorization !== undefined || cookie === undefined) return null;
      const sessionId = sessionIds.of(cookie, connection);
      return sessionId === null ? null : sessions.recall(sessionId, unattended);
    },
    roleNow: (trx, sessionId) => (isTokenId(sessionId) ? tokens : sessions).roleNow(trx, sessionId),
    nextTokenEndsAt: () => tokens.nextEndsAt(),
    async renewWall(cookieHeader) {
      const wall = cookies.read(cookieHeader, 'wall');
      return wall !== null && (await sessions.find(wall, false)) !== null ? cookies.issue('wall', wall) : null;
    },
  };
}
