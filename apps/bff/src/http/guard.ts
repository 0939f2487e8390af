import { type KnownCaller, Refusal, type Route } from '#route.ts';
import { isSameSecret } from '#same-secret.ts';

export type GuardRequest = { method: string; header: (name: string) => string | undefined };

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an Origin is our own; on loopback its three names are one. */
export function isOwnOrigin(origin: string, publicUrl: URL): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.origin === publicUrl.origin) return true;
  const bothLocal = loopback.has(url.hostname) && loopback.has(publicUrl.hostname);
  return bothLocal && url.protocol === publicUrl.protocol && url.port === publicUrl.port;
}

function checkOrigin(request: GuardRequest, publicUrl: URL): void {
  const origin = request.header('origin');
  const site = request.header('sec-fetch-site');
  if (origin !== undefined && !isOwnOrigin(origin, publicUrl)) {
    throw new Refusal(
      'csrf',
      `Requests are taken from ${publicUrl.origin} only; is PUBLIC_URL the address in the browser?`,
    );
  }
  if (origin === undefined && site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Refusal('csrf', 'The request did not come from this site.');
  }
}

/**
 * Decides whether a row may be called, before anything of the request is parsed. Throws Refusal `not-signed-in`,
 * `forbidden` or `csrf`.
 */
export function admit(
  route: Pick<Route, 'method' | 'access' | 'csrf' | 'browserOnly'>,
  known: KnownCaller | null,
  request: GuardRequest,
  publicUrl: URL,
): void {
  if (route.access !== 'public') {
    if (known === null) throw new Refusal('not-signed-in', 'Sign in first: POST /api/session.');
    if (!route.access.includes(known.caller.role)) {
      throw new Refusal('forbidden', `This needs the role ${route.access.join(' or ')}.`);
    }
  }
  if (route.browserOnly && known?.caller.via === 'script') {
    throw new Refusal('forbidden', 'This needs somebody who is signed in: a script may not do it.');
  }
  if (route.method === 'GET') return;
  checkOrigin(request, publicUrl);
  if (route.csrf === 'origin-only' || known === null || known.csrfToken === null) return;
  const token = request.header('x-csrf-token');
  if (token === undefined || !isSameSecret(known.csrfToken, token)) {
    throw new Refusal('csrf', 'The header x-csrf-token is missing or wrong; GET /api/session returns it.');
  }
}
