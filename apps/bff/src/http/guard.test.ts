import { describe, expect, test } from 'vitest';
import { defineRoute, type KnownCaller, Refusal, type Route } from '#route.ts';
import { admit, isOwnOrigin } from './guard.ts';

const publicUrl = new URL('https://retry.example.local');

function known(role: 'operator' | 'viewer' | 'wall'): KnownCaller {
  const caller = {
    sessionId: 'x',
    user: 'TECH\\anna',
    person: 'em tech\\anna',
    role,
    via: 'browser' as const,
    wall: null,
  };
  return { caller, csrfToken: 'right-token', expiresAt: 0 };
}

function row(method: Route['method'], access: Route['access'], more: Partial<Route> = {}): Route {
  return defineRoute({ method, path: '/x', access, summary: '', handler: () => ({ status: 204 }), ...more });
}

function verdict(route: Route, caller: KnownCaller | null, headers: Record<string, string>): string {
  try {
    admit(route, caller, { method: route.method, header: (name) => headers[name] }, publicUrl);
    return 'admitted';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const own = { origin: 'https://retry.example.local', 'x-csrf-token': 'right-token' };

test.each([
  ['nobody reads what is not public', row('GET', ['viewer']), null, {}, 'not-signed-in'],
  ['nobody reads what is public', row('GET', 'public'), null, {}, 'admitted'],
  ['a viewer reads what viewers may', row('GET', ['operator', 'viewer']), known('viewer'), {}, 'admitted'],
  ['a wall does not read what people may', row('GET', ['operator', 'viewer']), known('wall'), {}, 'forbidden'],
  ['an operator acts with token and origin', row('POST', ['operator']), known('operator'), own, 'admitted'],
  [
    'a script without Origin acts with the token',
    row('POST', ['operator']),
    known('operator'),
    { 'x-csrf-token': 'right-token' },
    'admitted',
  ],
  ['a viewer does not act', row('POST', ['operator']), known('viewer'), own, 'forbidden'],
  ['a missing token is refused', row('POST', ['operator']), known('operator'), { origin: own.origin }, 'csrf'],
  [
    'a wrong token is refused',
    row('DELETE', ['operator']),
    known('operator'),
    { ...own, 'x-csrf-token': 'wrong-token' },
    'csrf',
  ],
  [
    'another origin is refused',
    row('POST', ['operator']),
    known('operator'),
    { ...own, origin: 'https://evil.example' },
    'csrf',
  ],
  ['a sandboxed page is refused', row('POST', ['operator']), known('operator'), { ...own, origin: 'null' }, 'csrf'],
  [
    'another site without Origin is refused',
    row('POST', ['operator']),
    known('operator'),
    { 'x-csrf-token': 'right-token', 'sec-fetch-site': 'cross-site' },
    'csrf',
  ],
  ['sign-in needs no token', row('POST', 'public', { csrf: 'origin-only' }), null, { origin: own.origin }, 'admitted'],
  [
    'sign-in from another origin is refused',
    row('POST', 'public', { csrf: 'origin-only' }),
    null,
    { origin: 'https://evil.example' },
    'csrf',
  ],
])('%s', (_title, route, caller, headers, expected) => {
  expect(verdict(route, caller, headers)).toBe(expected);
});

describe('on loopback', () => {
  const local = new URL('http://localhost:8080');
  test.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])('%s is our own', (origin) => {
    expect(isOwnOrigin(origin, local)).toBe(true);
  });
  test.each(['http://localhost:8081', 'https://localhost:8080', 'http://localhost.evil.example:8080', 'nonsense'])(
    '%s is not',
    (origin) => {
      expect(isOwnOrigin(origin, local)).toBe(false);
    },
  );
});
