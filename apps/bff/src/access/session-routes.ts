import { type Role, session as sessionSchema, signInRequest } from '@retry-desk/contract';
import { type AccountCheck, EmError, type EnterpriseManager } from '@retry-desk/em-client';
import { type Answer, defineRoute, type KnownCaller, Refusal, type Route } from '#route.ts';
import type { Logger } from '#telemetry/logger.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { Cookies } from './cookies.ts';
import type { SignInLimits } from './sign-in-limits.ts';

export type SessionRoutesDeps = {
  em: Pick<EnterpriseManager, 'checkAccount'>;
  sessions: BrowserSessions;
  cookies: Cookies;
  limits: SignInLimits;
  logger: Logger;
};

function sessionBody({ caller, csrfToken, expiresAt }: KnownCaller) {
  return { user: caller.user, role: caller.role, expiresAt: new Date(expiresAt).toISOString(), csrfToken };
}

/** Asks Enterprise Manager what this person may do. Unknown name and wrong password are one and the same refusal. */
async function check(
  deps: SessionRoutesDeps,
  username: string,
  password: string,
  address: string,
): Promise<AccountCheck> {
  await deps.limits.refuseWhenSpent(username, address);
  try {
    return await deps.em.checkAccount(username, password);
  } catch (error) {
    if (!(error instanceof EmError && error.kind === 'credentials')) throw error;
    await deps.limits.failed(username, address);
    deps.logger.warn({ user: username, address }, 'sign-in refused');
    throw new Refusal('sign-in-failed', 'Enterprise Manager does not know this name with this password.');
  }
}

function signInRoute(deps: SessionRoutesDeps): Route {
  return defineRoute({
    method: 'POST',
    path: '/api/session',
    access: 'public',
    csrf: 'origin-only',
    summary: 'Sign in with an account of Enterprise Manager.',
    body: signInRequest,
    output: sessionSchema,
    async handler({ body, remoteAddress, caller }): Promise<Answer> {
      const { user, may } = await check(deps, body.username, body.password, remoteAddress);
      await deps.limits.succeeded(body.username, remoteAddress);
      if (may === 'none') {
        deps.logger.warn({ user, address: remoteAddress }, 'sign-in without a role in Enterprise Manager');
        throw new Refusal(
          'no-access',
          'This account may neither see agent jobs nor backup sessions in Enterprise Manager.',
        );
      }
      const role: Role = may;
      if (caller !== null && caller.role !== 'wall') await deps.sessions.end(caller.sessionId);
      const { secret, known } = await deps.sessions.begin({ user, role, wallLinkId: null });
      deps.logger.info({ user, role, address: remoteAddress }, 'signed in');
      return { status: 200, headers: { 'set-cookie': deps.cookies.issue(role, secret) }, body: sessionBody(known) };
    },
  });
}

function whoRoute({ sessions }: SessionRoutesDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/api/session',
    access: ['operator', 'viewer', 'wall'],
    summary: 'Who is signed in here, and the token for unsafe calls.',
    output: sessionSchema,
    async handler({ caller }) {
      const known = await sessions.describe(caller.sessionId);
      if (known === null) throw new Refusal('not-signed-in', 'The session has just ended.');
      return { status: 200, body: sessionBody(known) };
    },
  });
}

function signOutRoute({ sessions, cookies, logger }: SessionRoutesDeps): Route {
  return defineRoute({
    method: 'DELETE',
    path: '/api/session',
    access: ['operator', 'viewer', 'wall'],
    summary: 'Sign out: the session is ended on the server.',
    async handler({ caller }) {
      await sessions.end(caller.sessionId);
      logger.info({ user: caller.user }, 'signed out');
      const kind = caller.role === 'wall' ? 'wall' : 'person';
      return { status: 204, headers: { 'set-cookie': cookies.clear(kind), 'clear-site-data': '"cache", "storage"' } };
    },
  });
}

/** Sign-in, who is here, sign-out. */
export function sessionRoutes(deps: SessionRoutesDeps): Route[] {
  return [signInRoute(deps), whoRoute(deps), signOutRoute(deps)];
}
