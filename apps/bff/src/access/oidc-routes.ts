import type { Role, SignInRefusal } from '@retry-desk/contract';
import { ownPath } from '@retry-desk/contract';
import * as z from 'zod/mini';
import { type Answer, defineRoute, Refusal, type Route } from '#route.ts';
import type { Audit } from '#store/write-audit.ts';
import type { Logger } from '#telemetry/logger.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { Cookies } from './cookies.ts';
import { type OidcChecks, OidcFault, type OidcOptions, type OidcPerson, type OidcProvider } from './oidc-provider.ts';
import { seal, unseal } from './secrets.ts';
import type { SignInLimits } from './sign-in-limits.ts';

export type OidcRoutesDeps = {
  provider: OidcProvider;
  options: Pick<OidcOptions, 'operatorGroups' | 'viewerGroups'>;
  callback: URL;
  sessions: Pick<BrowserSessions, 'begin'>;
  cookies: Cookies;
  limits: Pick<SignInLimits, 'takeAddress' | 'giveAddressBack'>;
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
  at: z.number(),
});

/** What a provider adds is its own; whatever comes twice is left out, and missed where it matters. */
const anyQuery = z.record(z.string(), z.unknown());

function goTo(location: string, cookie: string | string[]): Answer {
  return { status: 303, headers: { location, 'set-cookie': cookie } };
}

function roleOf(groups: readonly string[], options: OidcRoutesDeps['options']): Role | null {
  if (groups.some((group) => options.operatorGroups.includes(group))) return 'operator';
  return groups.some((group) => options.viewerGroups.includes(group)) ? 'viewer' : null;
}

/** The sign-in of the organisation: there and back. Whatever goes wrong leads to the sign-in page, which says so. */
export function oidcRoutes(deps: OidcRoutesDeps): Route[] {
  const { provider, callback, sessions, cookies, limits, key, clock, audit, logger } = deps;
  const clear = cookies.clear('on-its-way');

  function refuse(why: SignInRefusal): Answer {
    return goTo(`/sign-in?refused=${why}`, clear);
  }

  async function limited(address: string, run: () => Promise<Answer>): Promise<Answer> {
    try {
      await limits.takeAddress(address);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'sign-in-limited') return refuse('too-many');
      throw error;
    }
    return run();
  }

  function readChecks(cookieHeader: string | undefined): (OidcChecks & { returnTo: string }) | null {
    const sealed = cookies.read(cookieHeader, 'on-its-way');
    const text = sealed === null ? null : unseal(key, 'sign-in-on-its-way', sealed);
    if (text === null) return null;
    const kept = onItsWay.parse(JSON.parse(text));
    return clock.now() - kept.at > ON_ITS_WAY_MS ? null : kept;
  }

  async function come(person: OidcPerson, returnTo: string, address: string): Promise<Answer> {
    const { user, groups, subject, idToken } = person;
    const role = roleOf(groups, deps.options);
    if (role === null) {
      logger.warn(
        { user, address, groups: groups.slice(0, 50) },
        'signed in at the provider, but in none of our groups',
      );
      await audit({ kind: 'sign-in-refused', user, address, subject, detail: 'in no group' });
      return refuse('no-group');
    }
    const { secret } = await sessions.begin({ user, role, source: 'oidc', idToken });
    await limits.giveAddressBack(address);
    logger.info({ user, role, address }, 'signed in by the provider');
    await audit({ kind: 'signed-in', user, address, subject, detail: `${role}, by the provider` });
    return goTo(ownPath(returnTo), [clear, cookies.issue(role, secret)]);
  }

  const login = defineRoute({
    method: 'GET',
    path: '/auth/oidc/login',
    access: 'public',
    summary: "Sign in by the organisation's provider: leads there.",
    query: z.looseObject({ returnTo: z.optional(z.string().check(z.maxLength(2_000))) }),
    async handler({ query }): Promise<Answer> {
      try {
        const { address, checks } = await provider.begin();
        const kept = { ...checks, returnTo: ownPath(query.returnTo), at: clock.now() };
        const sealed = seal(key, 'sign-in-on-its-way', JSON.stringify(kept));
        return goTo(address.href, cookies.keepOnItsWay(sealed, ON_ITS_WAY_MS));
      } catch (error) {
        if (!(error instanceof OidcFault)) throw error;
        logger.error({ err: error }, 'the provider of sign-ins cannot be asked');
        return refuse(error.kind);
      }
    },
  });

  const back = defineRoute({
    method: 'GET',
    path: '/auth/oidc/callback',
    access: 'public',
    summary: "Back from the organisation's provider: begins the session and goes on to the page asked for.",
    query: anyQuery,
    handler: ({ query, header, remoteAddress: address }) =>
      limited(address, async () => {
        const kept = readChecks(header('cookie'));
        const here = new URL(callback);
        for (const [name, value] of Object.entries(query)) {
          if (typeof value === 'string') here.searchParams.set(name, value);
        }
        try {
          if (kept === null) throw new OidcFault('not-confirmed', 'this browser has begun no sign-in, or long ago');
          return await come(await provider.finish(here, kept), kept.returnTo, address);
        } catch (error) {
          if (!(error instanceof OidcFault)) throw error;
          logger.warn({ err: error, address }, 'a sign-in by the provider came to nothing');
          const detail = `${error.kind}: ${error.message}`;
          await audit({ kind: 'sign-in-refused', user: null, address, subject: 'the provider', detail });
          return refuse(error.kind);
        }
      }),
  });
  return [login, back];
}
