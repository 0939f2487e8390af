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

/** Basic authentication ends the name at the first colon: such a name would be tried as another one. */
function isName(username: string): boolean {
  return !/[:\p{Cc}]/u.test(username);
}

/** What Enterprise Manager lets this person do; null for an unknown name and for a wrong password alike. */
async function ask(em: SessionRoutesDeps['em'], username: string, password: string): Promise<AccountCheck | null> {
  if (!isName(username)) return null;
  try {
    return await em.checkAccount(username, password);
  } catch (error) {
    if (error instanceof EmError && error.kind === 'credentials') return null;
    throw error;
  }
}

async function check(
  { em, limits, logger }: SessionRoutesDeps,
  username: string,
  password: string,
  address: string,
): Promise<AccountCheck> {
  await limits.take(username, address);
  let account: AccountCheck | null;
  try {
    account = await ask(em, username, password);
  } catch (error) {
    // Enterprise Manager is away: nobody has guessed anything.
    await limits.giveBack(username, address, 'keep');
    throw error;
  }
  if (account === null) {
    logger.warn({ user: username, address }, 'sign-in refused');
    throw new Refusal('sign-in-failed', 'Enterprise Manager does not know this name with this password.');
  }
  await limits.giveBack(username, address, 'forgive');
  return account;
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
      return { status: 204, headers: { 'set-cookie': cookies.clear(kind) } };
    },
  });
}

/** Sign-in, who is here, sign-out. */
export function sessionRoutes(deps: SessionRoutesDeps): Route[] {
  return [signInRoute(deps), whoRoute(deps), signOutRoute(deps)];
}
