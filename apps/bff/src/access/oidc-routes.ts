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
  /** Seals what a browser keeps while its person is at the provider. */
  key: string;
  clock: { now(): number };
  audit: Audit;
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

/** What a provider adds is its own; whatever comes twice is left out, and missed where it matters. */
const anyQuery = z.record(z.string(), z.unknown());

function goTo(location: string, cookie: string | string[] = []): Answer {
  return { status: 303, headers: { location, 'set-cookie': cookie } };
}

/** Whether a browser says that another site has led here; those that do not say it are old. */
function isForeign(site: string | undefined): boolean {
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function roleOf(groups: readonly string[], options: OidcRoutesDeps['options']): Role | null {
  if (groups.some((group) => options.operatorGroups.includes(group))) return 'operator';
  return groups.some((group) => options.viewerGroups.includes(group)) ? 'viewer' : null;
}

/** Leads to the sign-in page, which says what went wrong. */
function refuse({ cookies }: OidcRoutesDeps, why: SignInRefusal): Answer {
  return goTo(`${pagePaths.signIn}?refused=${why}`, cookies.clear('on-its-way'));
}

function readOnItsWay({ cookies, key, clock }: OidcRoutesDeps, cookieHeader: string | undefined): OnItsWay | null {
  const sealed = cookies.read(cookieHeader, 'on-its-way');
  const text = sealed === null ? null : unseal(key, 'sign-in-on-its-way', sealed);
  if (text === null) return null;
  // What an older version of ours has sealed counts as long ago.
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
    summary: "Sign in by the organisation's provider: leads there.",
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
        logger.error({ err: error }, 'the provider of sign-ins cannot be asked');
        return refuse(deps, error.kind);
      }
    },
  });
}

/** The provider has said who it is: a session, for those who have a role here. */
async function come(deps: OidcRoutesDeps, person: OidcPerson, started: OnItsWay, address: string): Promise<Answer> {
  const { sessions, cookies, audit, logger } = deps;
  const { user, groups, subject, idToken } = person;
  const role = roleOf(groups, deps.options);
  if (role === null) {
    const some = groups.slice(0, 50);
    logger.warn({ user, address, groups: some }, 'signed in at the provider, but in none of our groups');
    await audit({ kind: 'sign-in-refused', user, address, subject, detail: 'in no group' });
    return refuse(deps, 'no-group');
  }
  if (started.before !== null) await sessions.revoke(started.before);
  const { secret } = await sessions.begin({ user, person: person.person, role, source: 'oidc', idToken });
  logger.info({ user, role, address }, 'signed in by the provider');
  await audit({ kind: 'signed-in', user, person: person.person, address, subject, detail: `${role}, by the provider` });
  return goTo(ownPath(started.returnTo), [cookies.clear('on-its-way'), cookies.issue(role, secret)]);
}

/** Asks the provider who has come back: a try that counts unless the provider is away or knows them. */
async function finish(deps: OidcRoutesDeps, here: URL, started: OnItsWay, address: string): Promise<Answer> {
  const { provider, limits, audit, logger } = deps;
  try {
    const person = await provider.finish(here, started);
    await limits.giveReturnBack(address);
    return await come(deps, person, started, address);
  } catch (error) {
    if (!(error instanceof OidcFault)) throw error;
    logger.warn({ err: error, address }, 'a sign-in by the provider came to nothing');
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
  const { callback, limits, logger } = deps;
  return defineRoute({
    method: 'GET',
    path: apiPaths.oidcCallback,
    access: 'public',
    getOnly: true,
    summary: "Back from the organisation's provider: begins the session and goes on to the page asked for.",
    query: anyQuery,
    async handler({ query, header, remoteAddress: address }) {
      const started = readOnItsWay(deps, header('cookie'));
      if (started === null) {
        // Not counted: any page can send people here, and must not keep their whole house from signing in.
        logger.warn({ address }, 'back from the provider in a browser that has begun no sign-in, or long ago');
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
        logger.warn({ address }, 'a sign-in by the provider has to wait for its limit');
        return refuse(deps, 'too-many');
      }
      return finish(deps, here, started, address);
    },
  });
}

/** The sign-in of the organisation: there and back. Whatever goes wrong leads to the sign-in page, which says so. */
export function oidcRoutes(deps: OidcRoutesDeps): Route[] {
  return [loginRoute(deps), backRoute(deps)];
}
