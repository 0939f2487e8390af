import type { IncomingMessage } from 'node:http';
import { apiPaths, pagePaths } from '@retry-desk/contract';
import * as client from 'openid-client';
import { ourAddress } from '#our-address.ts';
import { createOutgoing, noProxy, type ProxySettings } from '#outgoing/outgoing.ts';
import { personOfProvider } from '#person.ts';
import type { Logger } from '#telemetry/logger.ts';
import { isPlainName } from './account-name.ts';

/** How the organisation's own sign-in is reached and what its words mean here. */
export type OidcOptions = {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  scope: string;
  /** Claims with the groups and the displayed name; a dot leads into an object (`realm_access.roles`). */
  groupsClaim: string;
  nameClaim: string;
  operatorGroups: readonly string[];
  viewerGroups: readonly string[];
  /** PEM of the authority that signs the provider's certificate; the system's where absent. */
  ca?: string | undefined;
  /** The proxy of the organisation; none where absent. */
  proxy?: ProxySettings | undefined;
};

/** The values that a sign-in must come back with; stored by the browser, sealed. */
type OidcChecks = { state: string; nonce: string; verifier: string };

/** The person as the provider identifies them. */
export type OidcPerson = {
  user: string;
  person: string;
  groups: readonly string[];
  subject: string;
  idToken: string;
};

export type OidcProvider = {
  /** Where the browser goes to sign in, and what it must come back with. @throws OidcFault `provider-away` */
  begin(): Promise<{ address: URL; checks: OidcChecks }>;
  /** The person who has come back. `here`: the whole address they came back to. @throws OidcFault */
  finish(here: URL, checks: OidcChecks): Promise<OidcPerson>;
  /** Where the provider ends its own session; null where it has no such address, or does not answer. */
  endAddress(idToken: string): Promise<string | null>;
};

/** A failed sign-in: the provider does not respond, or does not confirm it. */
export class OidcFault extends Error {
  override readonly name = 'OidcFault';
  readonly kind: 'provider-away' | 'not-confirmed';

  constructor(kind: OidcFault['kind'], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.kind = kind;
  }
}

const SECONDS = 10;
const MOST_BYTES = 1_000_000;
/** Beginning a sign-in needs no signed-in person: it must not make us ask the provider each time. */
const KNOWN_FOR_MS = 60_000;
const SKEW_SECONDS = 30;

/**
 * Algorithms of ID tokens that are believed, whatever the provider's metadata names: signatures by a key that the provider
 * alone has (RFC 7518, 3.1; RFC 8037; RFC 9864).
 */
const algorithms: ReadonlySet<unknown> = new Set([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]);

/** Whether an ID token is signed by an algorithm that is believed here. */
export function isSignedAsTaken(idToken: string): boolean {
  const header: unknown = JSON.parse(Buffer.from(idToken.split('.')[0] ?? '', 'base64url').toString('utf8'));
  return typeof header === 'object' && header !== null && 'alg' in header && algorithms.has(header.alg);
}

/**
 * Whether metadata belongs to the requested issuer. openid-client compares them, except for two hosts of Microsoft
 * whose metadata may name another tenant, or none.
 */
export function isOfIssuer(issuer: URL, metadata: { issuer: string }): boolean {
  return URL.canParse(metadata.issuer) && new URL(metadata.issuer).href === issuer.href;
}

/**
 * The first method of client authentication that the provider supports; `client_secret_basic` where it names none
 * (OpenID Connect Discovery 1.0, 3).
 */
function clientAuth(secret: string): client.ClientAuth {
  return (server, ...rest) => {
    const takes = server.token_endpoint_auth_methods_supported;
    const basic = takes === undefined || takes.includes('client_secret_basic');
    return (basic ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret))(server, ...rest);
  };
}

function claimAt(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split('.').reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? Reflect.get(value, name)
      : undefined;
  }, claims);
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}

/** A name that cannot be taken for an account of Enterprise Manager (`DOMAIN\name`), nor break a line, nor look like another. */
function nameOf(claims: Readonly<Record<string, unknown>>, options: OidcOptions): string {
  const candidates = [options.nameClaim, 'preferred_username', 'email', 'sub'].map((path) => claimAt(claims, path));
  const fit = candidates.find(
    (value) => typeof value === 'string' && /^[^\\]{1,200}$/u.test(value) && isPlainName(value),
  );
  if (typeof fit !== 'string') throw new OidcFault('not-confirmed', 'no claim holds a name that can be shown');
  return fit;
}

function faultOf(error: unknown): OidcFault {
  if (error instanceof OidcFault) return error;
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
  const answered = typeof code === 'string' && code.startsWith('OAUTH_') && code !== 'OAUTH_TIMEOUT';
  return new OidcFault(answered ? 'not-confirmed' : 'provider-away', error);
}

/** The whole answer, in the form that openid-client reads. */
async function responseOf(answer: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`the answer is larger than ${MOST_BYTES} bytes`);
  }
  const status = answer.statusCode ?? 0;
  // These have no body (Fetch Standard, "null body status").
  const body = [204, 205, 304].includes(status) ? null : Buffer.concat(chunks);
  const headers = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new Response(body, { status, headers });
}

/** Fresh keys with each discovery: a provider that has changed its keys is understood at once. */
async function discover(
  { issuer, clientId, clientSecret }: OidcOptions,
  ownFetch: client.CustomFetch,
): Promise<client.Configuration> {
  const execute = [client.enableNonRepudiationChecks];
  // The configuration allows plain HTTP to this machine alone.
  if (issuer.protocol === 'http:') execute.push(client.allowInsecureRequests);
  const configuration = await client
    .discovery(issuer, clientId, { [client.clockTolerance]: SKEW_SECONDS }, clientAuth(clientSecret), {
      [client.customFetch]: ownFetch,
      timeout: SECONDS,
      execute,
    })
    .catch((error) => {
      throw new OidcFault('provider-away', error);
    });
  const metadata = configuration.serverMetadata();
  if (!isOfIssuer(issuer, metadata)) {
    const why = `the metadata of ${issuer.href} is of the issuer ${metadata.issuer}: give the one that is meant in OIDC_ISSUER`;
    throw new OidcFault('provider-away', why);
  }
  return configuration;
}

/** The person's groups: from the ID token where it holds them, else from the provider's user info. */
async function groupsOf(
  configuration: client.Configuration,
  { groupsClaim, logger }: { groupsClaim: string; logger: Logger },
  claims: Readonly<Record<string, unknown>> & { sub: string },
  accessToken: string,
): Promise<string[]> {
  const own = claimAt(claims, groupsClaim);
  if (own !== undefined) return textsOf(own);
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return [];
  const more = await client.fetchUserInfo(configuration, accessToken, claims.sub);
  const found = claimAt(more, groupsClaim);
  if (found === undefined) {
    logger.warn(
      { event: 'oidc.no-groups', claim: groupsClaim, claims: Object.keys(claims) },
      'the OpenID provider sent no groups',
    );
  }
  return textsOf(found);
}

/** The provider behind openid-client: authorization code with PKCE, state and nonce; the signature is checked, too. */
export function createOidcProvider(options: OidcOptions, publicUrl: URL, logger: Logger): OidcProvider {
  const { ca, proxy = noProxy } = options;
  const outgoing = createOutgoing({ ca, proxy });
  const fresh = () => discover(options, ownFetch);
  let known: { at: number; configuration: Promise<client.Configuration> } | null = null;

  const ownFetch: client.CustomFetch = (address, { body, headers, method }) => {
    // A form or nothing.
    const text = body === undefined || body === null ? undefined : String(body);
    const request = { method, headers, body: text, timeoutMs: SECONDS * 1000 };
    return outgoing.exchange(new URL(address), request, responseOf);
  };

  function recent(): Promise<client.Configuration> {
    if (known === null || performance.now() - known.at > KNOWN_FOR_MS) {
      const configuration = fresh();
      const entry = { at: performance.now(), configuration };
      known = entry;
      configuration.catch(() => {
        if (known === entry) known = null;
      });
    }
    return known.configuration;
  }

  return {
    async begin() {
      const checks = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(await recent(), {
        redirect_uri: ourAddress(apiPaths.oidcCallback, publicUrl).href,
        scope: options.scope,
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: 'S256',
      });
      return { address, checks };
    },
    async finish(here, { state, nonce, verifier }) {
      try {
        const configuration = await fresh();
        const checks = {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        };
        const tokens = await client.authorizationCodeGrant(configuration, here, checks);
        const claims = tokens.claims();
        if (claims === undefined || tokens.id_token === undefined) {
          throw new OidcFault('not-confirmed', 'the provider sent no ID token');
        }
        if (!isSignedAsTaken(tokens.id_token)) {
          throw new OidcFault('not-confirmed', 'the ID token is signed by an algorithm that is not taken');
        }
        // OpenID Connect Core 1.0, 3.1.3.7: the authorized party of the token is us.
        if (claims.azp !== undefined && claims.azp !== options.clientId) {
          throw new OidcFault('not-confirmed', 'the ID token was given to another client');
        }
        const groups = await groupsOf(
          configuration,
          { groupsClaim: options.groupsClaim, logger },
          claims,
          tokens.access_token,
        );
        const person = personOfProvider(claims.iss, claims.sub);
        const subject = `${claims.iss} ${claims.sub}`;
        return { user: nameOf(claims, options), person, groups, subject, idToken: tokens.id_token };
      } catch (error) {
        throw faultOf(error);
      }
    },
    async endAddress(idToken) {
      try {
        const configuration = await recent();
        if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
        const post_logout_redirect_uri = ourAddress(pagePaths.signIn, publicUrl).href;
        return client.buildEndSessionUrl(configuration, { id_token_hint: idToken, post_logout_redirect_uri }).href;
      } catch (error) {
        logger.warn(
          { event: 'oidc.sign-out-unavailable', err: error },
          'signed out here, but the OpenID provider did not return its sign-out address',
        );
        return null;
      }
    },
  };
}
