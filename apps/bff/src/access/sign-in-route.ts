import { randomBytes } from 'node:crypto';
import { apiPaths, type Role, session as sessionSchema, signInRequest } from '@retry-desk/contract';
import { type AccountCheck, EmError, type EnterpriseManager } from '@retry-desk/em-client';
import { personOfEm } from '#person.ts';
import { type Answer, defineRoute, Refusal, type Route } from '#route.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import { isPlainName, personOfAccount } from './account-name.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { Cookies } from './cookies.ts';
import type { KnownDevices } from './known-devices.ts';
import { sessionBody } from './session-body.ts';
import type { SignInLimits } from './sign-in-limits.ts';

export type SignInDeps = {
  em: Pick<EnterpriseManager, 'checkAccount'>;
  sessions: BrowserSessions;
  cookies: Cookies;
  limits: SignInLimits;
  devices: KnownDevices;
  /** The account of this server, which nobody signs in with. */
  serviceAccount: string;
  audit: Audit;
  /** Called for a sign-in that is refused over a limit: no line of the audit counts it. */
  onLimited: () => void;
  /** Whether somebody has signed in here by exactly this name. */
  hasComeBefore: (username: string) => Promise<boolean>;
  logger: Logger;
  /** Finds, beside the sign-in, the origin of a new session's role. */
  noteOrigin: (sessionId: string, user: string, role: Role) => void;
};

/** Basic authentication ends the name at the first colon: such a name would be tried as another one. */
function isName(username: string): boolean {
  return !username.includes(':') && isPlainName(username);
}

/**
 * The name to ask Enterprise Manager for. In the place of our own account it is one that nobody has: a guess at it takes
 * the same way and time as a wrong password, and cannot lock it.
 */
function nameToAsk(username: string, serviceAccount: string): string {
  if (personOfAccount(username) !== personOfAccount(serviceAccount)) return username;
  return `nobody-${randomBytes(9).toString('hex')}`;
}

/** The rights of this person in Enterprise Manager; null for an unknown name and for a wrong password alike. */
async function ask(
  { em, serviceAccount }: SignInDeps,
  username: string,
  password: string,
): Promise<AccountCheck | null> {
  if (!isName(username)) return null;
  try {
    return await em.checkAccount(nameToAsk(username, serviceAccount), password);
  } catch (error) {
    if (error instanceof EmError && error.isWrongPassword) return null;
    throw error;
  }
}

/** One try to sign in: the name, the address, and whether the account has signed in on this browser before. */
type Try = { username: string; password: string; address: string; isKnown: boolean };

async function take({ limits, logger, onLimited }: SignInDeps, { username, address, isKnown }: Try): Promise<void> {
  try {
    await limits.take(username, address, isKnown);
  } catch (error) {
    const isLimited = error instanceof Refusal && error.code === 'sign-in-limited';
    if (isLimited) {
      onLimited();
      logger.warn(
        { event: 'access.sign-in-limited', address, device: isKnown ? 'known' : 'unknown' },
        'a sign-in exceeded its limit',
      );
    }
    throw error;
  }
}

async function confirmAccount(deps: SignInDeps, attempt: Try): Promise<AccountCheck> {
  const { limits, audit, logger, hasComeBefore } = deps;
  const { username, password, address, isKnown } = attempt;
  await take(deps, attempt);
  let account: AccountCheck | null;
  try {
    account = await ask(deps, username, password);
  } catch (error) {
    // Enterprise Manager is away: nobody has guessed anything.
    await limits.giveBack(username, address, 'keep', isKnown);
    throw error;
  }
  if (account === null) {
    // People type their password into the name field: only a proven name is stored.
    const isKnown = isPlainName(username) && (await hasComeBefore(username));
    const subject = isKnown ? username : 'not known';
    logger.warn({ event: 'access.sign-in-refused', user: subject, address }, 'sign-in refused');
    await audit({ kind: 'sign-in-refused', user: null, address, subject, detail: 'name or password' });
    throw new Refusal('sign-in-failed', 'Enterprise Manager did not accept this user name and password.');
  }
  await limits.giveBack(username, address, 'forgive', isKnown);
  return account;
}

/** Sign-in with a person's own account of Enterprise Manager. */
export function signInRoute(deps: SignInDeps): Route {
  return defineRoute({
    method: 'POST',
    path: apiPaths.session,
    access: 'public',
    csrf: 'origin-only',
    summary: 'Sign in with an account of Enterprise Manager.',
    refuses: ['sign-in-failed', 'sign-in-limited', 'no-access', 'em-refused', 'em-unreachable'],
    body: signInRequest,
    output: sessionSchema,
    async handler({ body, remoteAddress: address, caller, header }): Promise<Answer> {
      const { sessions, cookies, devices, audit, logger, noteOrigin } = deps;
      const isKnown = devices.has(header('cookie'), body.username);
      const { user, may } = await confirmAccount(deps, { ...body, address, isKnown });
      if (may === 'none') {
        logger.warn({ event: 'access.sign-in-no-role', user, address }, 'sign-in without a role in Enterprise Manager');
        await audit({ kind: 'sign-in-refused', user, address, subject: user, detail: 'no role' });
        const detail = 'This account may neither see agent jobs nor backup sessions in Enterprise Manager.';
        throw new Refusal('no-access', detail);
      }
      const person = personOfEm(user);
      if (caller !== null && caller.role !== 'wall' && caller.via === 'browser')
        await sessions.revoke(caller.sessionId);
      const { secret, known } = await sessions.begin({ user, person, role: may, source: 'em' });
      logger.info({ event: 'access.signed-in', user, role: may, address }, 'signed in');
      await audit({ kind: 'signed-in', user, person, address, detail: `${may}, by Enterprise Manager` });
      noteOrigin(known.caller.sessionId, user, may);
      const set = [cookies.issue(may, secret), devices.remember(header('cookie'), body.username)];
      return { status: 200, headers: { 'set-cookie': set }, body: sessionBody(known) };
    },
  });
}
