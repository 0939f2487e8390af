import { apiPaths, session as sessionSchema, signedOut } from '@retry-desk/contract';
import { defineRoute, personOf, Refusal, type Route } from '#route.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { Cookies } from './cookies.ts';
import { sessionBody } from './session-body.ts';

export type SessionRoutesDeps = {
  sessions: BrowserSessions;
  tokens: Pick<ApiTokens, 'find'>;
  cookies: Cookies;
  audit: Audit;
  logger: Logger;
  /** Where the provider ends its own session, given its word on who that is; null where it has no such address. */
  endAtProvider: (idToken: string) => Promise<string | null>;
};

/** The browser's data is cleared with the session; a wall in the same browser keeps its own cookie. */
const clearSiteData = '"cache", "storage"';

function whoRoute({ sessions, tokens }: SessionRoutesDeps): Route {
  return defineRoute({
    method: 'GET',
    path: apiPaths.session,
    access: ['operator', 'viewer', 'wall'],
    summary: 'The signed-in person, and the token for unsafe calls.',
    output: sessionSchema,
    async handler({ caller, header }) {
      const known =
        caller.via === 'script'
          ? await tokens.find(header('authorization') ?? '')
          : await sessions.describe(caller.sessionId);
      if (known === null) throw new Refusal('not-signed-in', 'The session has just ended.');
      return { status: 200, body: sessionBody(known) };
    },
  });
}

function signOutRoute({ sessions, cookies, audit, logger, endAtProvider }: SessionRoutesDeps): Route {
  return defineRoute({
    method: 'DELETE',
    path: apiPaths.session,
    access: ['operator', 'viewer', 'wall'],
    browserOnly: true,
    summary:
      'Sign out: the session is revoked on the server. Returns the sign-out address of the provider where there is one.',
    answers: [200, 204],
    output: signedOut,
    async handler({ caller, remoteAddress }) {
      const idToken = await sessions.idTokenOf(caller.sessionId);
      await sessions.revoke(caller.sessionId);
      const user = personOf(caller);
      const subject = user === null ? `the wall ${caller.user}` : null;
      logger.info({ event: 'access.signed-out', user, subject }, 'signed out');
      await audit({
        kind: 'signed-out',
        user,
        person: user === null ? null : caller.person,
        address: remoteAddress,
        subject,
      });
      const kind = caller.role === 'wall' ? 'wall' : 'person';
      const headers = { 'set-cookie': cookies.clear(kind), 'clear-site-data': clearSiteData };
      const continueAt = idToken === null ? null : await endAtProvider(idToken);
      return continueAt === null ? { status: 204, headers } : { status: 200, headers, body: { continueAt } };
    },
  });
}

/** The own session, and sign-out. */
export function sessionRoutes(deps: SessionRoutesDeps): Route[] {
  return [whoRoute(deps), signOutRoute(deps)];
}
