import { type Role, session as sessionSchema, signInRequest } from '@retry-desk/contract';
import { type AccountCheck, EmError, type EnterpriseManager } from '@retry-desk/em-client';
import { type Answer, defineRoute, Refusal, type Route } from '#route.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { Cookies } from './cookies.ts';
import { sessionBody } from './session-body.ts';
import type { SignInLimits } from './sign-in-limits.ts';

export type SignInDeps = {
  em: Pick<EnterpriseManager, 'checkAccount'>;
  sessions: BrowserSessions;
  cookies: Cookies;
  limits: SignInLimits;
  audit: Audit;
  logger: Logger;
  /** Looks, beside the sign-in, where the role of a new session comes from. */
  noteOrigin: (sessionId: string, user: string, role: Role) => void;
};

/** Basic authentication ends the name at the first colon: such a name would be tried as another one. */
function isName(username: string): boolean {
  return !/[:\p{Cc}]/u.test(username);
}

/** What Enterprise Manager lets this person do; null for an unknown name and for a wrong password alike. */
async function ask(em: SignInDeps['em'], username: string, password: string): Promise<AccountCheck | null> {
  if (!isName(username)) return null;
  try {
    return await em.checkAccount(username, password);
  } catch (error) {
    if (error instanceof EmError && error.kind === 'credentials') return null;
    throw error;
  }
}

async function check(
  { em, limits, audit, logger }: SignInDeps,
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
    await audit({ kind: 'sign-in-refused', user: null, address, subject: username, detail: 'name or password' });
    throw new Refusal('sign-in-failed', 'Enterprise Manager does not know this name with this password.');
  }
  await limits.giveBack(username, address, 'forgive');
  return account;
}

/** Sign-in with a person's own account of Enterprise Manager. */
export function signInRoute(deps: SignInDeps): Route {
  return defineRoute({
    method: 'POST',
    path: '/api/session',
    access: 'public',
    csrf: 'origin-only',
    summary: 'Sign in with an account of Enterprise Manager.',
    body: signInRequest,
    output: sessionSchema,
    async handler({ body, remoteAddress: address, caller }): Promise<Answer> {
      const { sessions, cookies, audit, logger, noteOrigin } = deps;
      const { user, may } = await check(deps, body.username, body.password, address);
      if (may === 'none') {
        logger.warn({ user, address }, 'sign-in without a role in Enterprise Manager');
        await audit({ kind: 'sign-in-refused', user, address, subject: user, detail: 'no role' });
        const detail = 'This account may neither see agent jobs nor backup sessions in Enterprise Manager.';
        throw new Refusal('no-access', detail);
      }
      if (caller !== null && caller.role !== 'wall' && caller.by === 'browser') await sessions.end(caller.sessionId);
      const { secret, known } = await sessions.begin({ user, role: may, source: 'em' });
      logger.info({ user, role: may, address }, 'signed in');
      await audit({ kind: 'signed-in', user, address, detail: `${may}, by Enterprise Manager` });
      noteOrigin(known.caller.sessionId, user, may);
      return { status: 200, headers: { 'set-cookie': cookies.issue(may, secret) }, body: sessionBody(known) };
    },
  });
}
