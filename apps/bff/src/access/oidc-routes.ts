import type { Role, SignInRefusal } from '@retry-desk/contract';
import { apiPaths, ownPath, pagePaths } from '@retry-desk/contract';
import * as z from 'zod/mini';
import { type Answer, defineRoute, Refusal, type Route } from '#route.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { Cookies } from './cookies.ts';
import { OidcFault, type OidcOptions, type OidcPerson, type OidcProvider } from './oidc-provider.ts';
import { seal, unseal } from './secrets.ts';
import type { SignInLimits } from './sign-in-limits.ts';

export type OidcRoutesDeps = {
  provider: OidcProvider;
  options: Pick<OidcOptions, 'operatorGroups' | 'viewerGroups'>;
  callback: URL;
  sessions: Pick<BrowserSessions, 'begin' | 'revoke'>;
  cookies: Cookies;
  limits: Pick<SignInLimits, 'takeReturn' | 'giveReturnBack'>;
  /** Seals what the browser stores while its person is at the provider. */
  key: string;
  clock: { now(): number };
  audit: Audit;
  /** Called for a return that is refused over a limit. */
  onLimited: () => void;
  logger: Logger;
};

/** A person may read their second factor from a phone in another room, but not tomorrow. */
const ON_ITS_WAY_MS = 10 * 60_000;

const onItsWay = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  /** The session of this browser when it went there, which the new one ends: its own cookie does not come back from there. */
  before: z.nullable(z.string()),
  at: z.number(),
});
type OnItsWay = z.infer<typeof onItsWay>;

/** The provider may add parameters of its own; repeated ones are left out, and missed where they matter. */
const anyQuery = z.record(z.string(), z.unknown());

function goTo(location: string, cookie: string | string[] = []): Answer {
  return { status: 303, headers: { location, 'set-cookie': cookie } };
}

/** Whether the browser reports that another site led here; browsers that do not report it are old. */
function isForeign(site: string | undefined): boolean {
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function roleOf(groups: readonly string[], options: OidcRoutesDeps['options']): Role | null {
  if (groups.some((group) => options.operatorGroups.includes(group))) return 'operator';
  return groups.some((group) => options.viewerGroups.includes(group)) ? 'viewer' : null;
}

/** Leads to the sign-in page, which shows the reason. */
function refuse({ cookies }: OidcRoutesDeps, why: SignInRefusal): Answer {
  return goTo(`${pagePaths.signIn}?refused=${why}`, cookies.clear('on-its-way'));
}

function readOnItsWay({ cookies, key, clock }: OidcRoutesDeps, cookieHeader: string | undefined): OnItsWay | null {
  const sealed = cookies.read(cookieHeader, 'on-its-way');
  const text = sealed === null ? null : unseal(key, 'sign-in-on-its-way', sealed);
  if (text === null) return null;
  // A seal of an older version counts as expired.
  const started = onItsWay.safeParse(JSON.parse(text));
  // Sealed by another process, whose clock may differ a little; or ours was set back since.
  return started.success && Math.abs(clock.now() - started.data.at) <= ON_ITS_WAY_MS ? started.data : null;
}

function loginRoute(deps: OidcRoutesDeps): Route {
  const { provider, cookies, key, clock, logger } = deps;
  return defineRoute({
    method: 'GET',
    path: apiPaths.oidcLogin,
    access: 'public',
    summary: "Sign in with the organisation's provider: redirects there.",
    answers: [303],
    query: z.looseObject({ returnTo: z.optional(z.string().check(z.maxLength(2_000))) }),
    async handler({ query, header, caller }): Promise<Answer> {
      const returnTo = ownPath(query.returnTo);
      // A page of somebody else must not sign anybody in: it leads to our own page, where a person presses the button.
      if (isForeign(header('sec-fetch-site')))
        return goTo(`${pagePaths.signIn}?returnTo=${encodeURIComponent(returnTo)}`);
      const before = caller?.via === 'browser' && caller.role !== 'wall' ? caller.sessionId : null;
      try {
        const { address, checks } = await provider.begin();
        const started: OnItsWay = { ...checks, returnTo, before, at: clock.now() };
        const sealed = seal(key, 'sign-in-on-its-way', JSON.stringify(started));
        return goTo(address.href, cookies.keepOnItsWay(sealed, ON_ITS_WAY_MS));
      } catch (error) {
        if (!(error instanceof OidcFault)) throw error;
        logger.error({ event: 'oidc.unreachable', err: error }, 'the OpenID provider is not responding');
        return refuse(deps, error.kind);
      }
    },
  });
}

/** The provider has identified the person: a session, if they have a role here. */
async function come(deps: OidcRoutesDeps, person: OidcPerson, started: OnItsWay, address: string): Promise<Answer> {
  const { sessions, cookies, audit, logger } = deps;
  const { user, groups, subject, idToken } = person;
  const role = roleOf(groups, deps.options);
  if (role === null) {
    const some = groups.slice(0, 50);
    logger.warn(
      { event: 'oidc.no-matching-group', user, address, groups: some },
      'a person signed in with the OpenID provider is in none of the configured groups',
    );
    await audit({ kind: 'sign-in-refused', user, address, subject, detail: 'in no group' });
    return refuse(deps, 'no-group');
  }
  if (started.before !== null) await sessions.revoke(started.before);
  const { secret } = await sessions.begin({ user, person: person.person, role, source: 'oidc', idToken });
  logger.info({ event: 'access.signed-in', user, role, address }, 'signed in with the OpenID provider');
  await audit({ kind: 'signed-in', user, person: person.person, address, subject, detail: `${role}, by the provider` });
  return goTo(ownPath(started.returnTo), [cookies.clear('on-its-way'), cookies.issue(role, secret)]);
}

/**
 * Asks the provider for the person who has come back: a try that counts unless the provider is away or identifies them.
 */
async function finish(deps: OidcRoutesDeps, here: URL, started: OnItsWay, address: string): Promise<Answer> {
  const { provider, limits, audit, logger } = deps;
  try {
    const person = await provider.finish(here, started);
    await limits.giveReturnBack(address);
    return await come(deps, person, started, address);
  } catch (error) {
    if (!(error instanceof OidcFault)) throw error;
    logger.warn({ event: 'oidc.sign-in-failed', err: error, address }, 'a sign-in with the OpenID provider failed');
    if (error.kind === 'provider-away') {
      await limits.giveReturnBack(address);
    } else {
      const detail = `${error.kind}: ${error.message}`;
      await audit({ kind: 'sign-in-refused', user: null, address, subject: 'the provider', detail });
    }
    return refuse(deps, error.kind);
  }
}

function backRoute(deps: OidcRoutesDeps): Route {
  const { callback, limits, onLimited, logger } = deps;
  return defineRoute({
    method: 'GET',
    path: apiPaths.oidcCallback,
    access: 'public',
    getOnly: true,
    summary: "Back from the organisation's provider: begins the session and redirects to the requested page.",
    answers: [303],
    query: anyQuery,
    async handler({ query, header, remoteAddress: address }) {
      const started = readOnItsWay(deps, header('cookie'));
      if (started === null) {
        // Not counted: any page can send people here, and must not lock out everybody behind their address.
        logger.warn(
          { event: 'oidc.sign-in-unknown', address },
          'a browser returned from the OpenID provider without a recent sign-in',
        );
        return refuse(deps, 'not-confirmed');
      }
      const here = new URL(callback);
      for (const [name, value] of Object.entries(query)) {
        if (typeof value === 'string') here.searchParams.set(name, value);
      }
      try {
        await limits.takeReturn(address);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'sign-in-limited') throw error;
        onLimited();
        logger.warn(
          { event: 'access.sign-in-limited', address },
          'a sign-in with the OpenID provider exceeded its limit',
        );
        return refuse(deps, 'too-many');
      }
      return finish(deps, here, started, address);
    },
  });
}

/**
 * Sign-in with the organisation's provider: there and back. Any failure leads to the sign-in page, which shows the
 * reason.
 */
export function oidcRoutes(deps: OidcRoutesDeps): Route[] {
  return [loginRoute(deps), backRoute(deps)];
}
