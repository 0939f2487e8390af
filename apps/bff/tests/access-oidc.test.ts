import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  macClaims,
  newSigningKey,
  publicPem,
  TestProvider,
  type Twist,
  unsignedClaims,
} from '@retry-desk/test-provider';
import { expect, onTestFinished, test } from 'vitest';
import { httpStage, send } from './http-stage.ts';
import { deskUrl, people, refusalOf, scene, sessionOf, walker } from './oidc-scene.ts';

test('groups make operators and viewers; the requested page comes next', async () => {
  const { stage, signIn } = await scene();
  const olga = await signIn('olga', '/tasks?state=open');
  expect([olga.status, olga.headers.location]).toEqual([303, '/tasks?state=open']);
  expect(olga.headers['set-cookie']).toContainEqual(expect.stringMatching(/^retry-desk-sign-in=; .*Max-Age=0$/));
  const session = await stage.call('GET', '/api/session', { headers: sessionOf(olga) });
  expect(session.json()).toMatchObject({ user: 'olga', role: 'operator' });
  const vera = await stage.call('GET', '/api/session', { headers: sessionOf(await signIn('vera')) });
  expect(vera.json()).toMatchObject({ user: 'vera', role: 'viewer' });
  const audit = await stage.call('GET', '/api/audit?kind=signed-in', { headers: sessionOf(olga) });
  expect(audit.json().entries).toMatchObject([
    { user: 'vera', subject: expect.stringContaining('localhost'), detail: 'viewer, by the provider' },
    { user: 'olga' },
  ]);
});

test('somebody in no group sees that, and has no session', async () => {
  const { signIn } = await scene();
  const nick = await signIn('nick');
  expect([refusalOf(nick), sessionOf(nick).cookie]).toEqual(['no-group', '']);
});

test('groups that are not in the ID token are requested', async () => {
  const { provider, stage, signIn } = await scene();
  provider.twist = ({ groups: _, ...claims }, key) => ({ claims, key });
  const session = await stage.call('GET', '/api/session', { headers: sessionOf(await signIn('olga')) });
  expect(session.json()).toMatchObject({ role: 'operator' });
});

test('groups may stand in an object, under a name of their own', async () => {
  const { provider, stage, signIn } = await scene({
    OIDC_GROUPS_CLAIM: 'realm_access.roles',
    OIDC_NAME_CLAIM: 'email',
  });
  provider.twist = (claims, key) => ({ claims: { ...claims, realm_access: { roles: ['dba'] } }, key });
  const session = await stage.call('GET', '/api/session', { headers: sessionOf(await signIn('olga')) });
  expect(session.json()).toMatchObject({ role: 'operator', user: 'olga@example.local' });
});

test('nobody can take a name that looks like an account of Enterprise Manager', async () => {
  const { stage, signIn } = await scene();
  const session = await stage.call('GET', '/api/session', { headers: sessionOf(await signIn('eve')) });
  expect(session.json()).toMatchObject({ user: 'eve@example.local' });
});

test.each(['\u202eanna', 'an\u200bna', 'ａnna', 'anna\u3164'])(
  'nobody is shown by a name that looks like another one: %j',
  async (name) => {
    const { stage, provider, signIn } = await scene();
    provider.people.ada = { groups: ['helpdesk'], preferred_username: name, email: 'ada@example.local' };
    const session = await stage.call('GET', '/api/session', { headers: sessionOf(await signIn('ada')) });
    expect(session.json()).toMatchObject({ user: 'ada@example.local' });
  },
);

const later = 3_600;
const twists: [string, Twist][] = [
  ['another issuer', (claims, key) => ({ claims: { ...claims, iss: 'https://evil.example' }, key })],
  ['another audience', (claims, key) => ({ claims: { ...claims, aud: 'another-client' }, key })],
  ['another client it was given to', (claims, key) => ({ claims: { ...claims, azp: 'another-client' }, key })],
  ['another nonce', (claims, key) => ({ claims: { ...claims, nonce: 'guessed' }, key })],
  ['no nonce', ({ nonce: _, ...claims }, key) => ({ claims, key })],
  ['a begin that is still to come', (claims, key) => ({ claims: { ...claims, nbf: Number(claims.iat) + later }, key })],
  ['an end that has passed', (claims, key) => ({ claims: { ...claims, exp: Number(claims.iat) - later }, key })],
  ['a key of somebody else', (claims, key) => ({ claims, key: { ...newSigningKey(), kid: key.kid } })],
  ['a key nobody publishes', (claims) => ({ claims, key: newSigningKey() })],
  ['no name at all', (claims, key) => ({ claims: { ...claims, sub: undefined }, key })],
];

test.each(twists)('an ID token with %s is not believed', async (_title, twist) => {
  const { provider, stage, signIn } = await scene();
  provider.twist = twist;
  const reply = await signIn('olga');
  expect([refusalOf(reply), sessionOf(reply).cookie]).toEqual(['not-confirmed', '']);
  expect(await stage.bff.context.store.db.selectFrom('browser_sessions').selectAll().execute()).toEqual([]);
  provider.twist = null;
  expect(sessionOf(await signIn('olga')).cookie).not.toBe('');
});

const secret = 'canary-client-secret-of-the-test-provider';
const forged: [string, Twist][] = [
  ['no signature', (claims) => unsignedClaims(claims)],
  ['a MAC by the secret of the client', (claims, key) => macClaims(claims, secret, key.kid)],
  ['a MAC by the public key', (claims, key) => macClaims(claims, publicPem(key), key.kid)],
];
const named: [string, Record<string, unknown>][] = [
  ['', {}],
  [', which the metadata names,', { id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256'] }],
];

test.each(named.flatMap(([when, metadata]) => forged.map(([what, twist]) => [what, when, metadata, twist] as const)))(
  'an ID token with %s%s is not believed',
  async (_what, _when, metadata, twist) => {
    const { provider, stage, signIn } = await scene();
    expect(provider.clientSecret).toBe(secret);
    Object.assign(provider, { twist, metadata });
    const reply = await signIn('olga');
    expect([refusalOf(reply), sessionOf(reply).cookie]).toEqual(['not-confirmed', '']);
    expect(await stage.bff.context.store.db.selectFrom('browser_sessions').selectAll().execute()).toEqual([]);
    provider.twist = null;
    expect(sessionOf(await signIn('olga')).cookie).not.toBe('');
  },
);

test('metadata of another issuer stops a sign-in before it goes there, and one on its way', async () => {
  const { provider, stage, go } = await scene();
  const { cookie, back } = await go('olga');
  provider.metadata = { issuer: 'https://evil.example' };
  const reply = await send(stage.port, 'GET', back, { cookie });
  expect([refusalOf(reply), sessionOf(reply).cookie]).toEqual(['provider-away', '']);
  await stage.restart();
  expect(refusalOf(await stage.call('GET', '/auth/oidc/login'))).toBe('provider-away');
  provider.metadata = null;
  expect((await stage.call('GET', '/auth/oidc/login')).headers.location).toContain(provider.issuer);
});

test('a code works once, in the browser of the request, with the values that browser was given', async () => {
  const { stage, go } = await scene();
  const mine = await go('olga');
  const other = await go('vera');
  const tries: [string, string][] = [
    ['without the cookie', ''],
    ['with the cookie of another sign-in', other.cookie],
    ['with a cookie made up', 'retry-desk-sign-in=AAAA'],
  ];
  for (const [title, cookie] of tries) {
    expect(refusalOf(await send(stage.port, 'GET', mine.back, { cookie })), title).toBe('not-confirmed');
  }
  const forged = mine.back.replace(/state=[^&]+/, 'state=guessed');
  expect(refusalOf(await send(stage.port, 'GET', forged, { cookie: mine.cookie }))).toBe('not-confirmed');
  const first = await send(stage.port, 'GET', mine.back, { cookie: mine.cookie });
  expect(sessionOf(first).cookie).not.toBe('');
  const again = await send(stage.port, 'GET', mine.back, { cookie: mine.cookie });
  expect([refusalOf(again), sessionOf(again).cookie]).toEqual(['not-confirmed', '']);
});

test.each([
  ['the person refused', 'error=access_denied'],
  ['nothing', ''],
  ['two codes', 'code=a&code=b'],
  ['what no provider sends', 'code=%00&state=%ff&x[]=1'],
])('coming back with %s begins no session', async (_title, query) => {
  const { stage, go } = await scene();
  const { cookie } = await go('olga');
  const reply = await send(stage.port, 'GET', `/auth/oidc/callback?${query}`, { cookie });
  expect([reply.status, sessionOf(reply).cookie]).toEqual([303, '']);
});

test('an old sign-in cannot be finished', async () => {
  let now = Date.parse('2026-03-02T08:00:00Z');
  const provider = new TestProvider(deskUrl, people);
  await provider.start();
  onTestFinished(() => provider.stop());
  const environment = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_OPERATOR_GROUPS: 'backup-admins',
    OIDC_SCOPE: 'openid groups',
  };
  const stage = await httpStage({ environment, overrides: { clock: { now: () => now } } });
  const { go } = walker(stage, provider);
  const { cookie, back } = await go('olga');
  now += 11 * 60_000;
  expect(refusalOf(await send(stage.port, 'GET', back, { cookie }))).toBe('not-confirmed');
});

test('a code whose time is over begins no session', async () => {
  const { provider, stage, go } = await scene();
  const { cookie, back } = await go('olga');
  provider.expireCodes();
  const reply = await send(stage.port, 'GET', back, { cookie });
  expect([refusalOf(reply), sessionOf(reply).cookie]).toEqual(['not-confirmed', '']);
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\\\evil.example',
  'javascript:alert(1)',
  '/%2f%2fevil.example',
])('a sign-in that is to lead to %s leads to the board', async (returnTo) => {
  const { signIn } = await scene();
  expect((await signIn('olga', returnTo)).headers.location).toBe('/');
});

test('a sign-in leads to where it was meant for, whatever signs that holds', async () => {
  const { signIn } = await scene();
  const place = '/machines?q=K%C3%B6ln%20100%25%20%231%20%F0%9F%97%84#gr%C3%B6%C3%9Fer';
  expect((await signIn('olga', place)).headers.location).toBe(place);
  expect((await signIn('olga', '/?q=Köln 1%')).headers.location).toBe('/?q=K%C3%B6ln%201%');
});

test('new signing keys of the provider are accepted at once', async () => {
  const { provider, signIn } = await scene();
  expect(sessionOf(await signIn('olga')).cookie).not.toBe('');
  provider.changeKeys();
  expect(sessionOf(await signIn('olga')).cookie).not.toBe('');
});

test('a provider that is away is named, and the other way in still works', async () => {
  const { provider, stage, go } = await scene();
  const { cookie, back } = await go('olga');
  await provider.stop();
  expect(refusalOf(await send(stage.port, 'GET', back, { cookie }))).toBe('provider-away');
  await stage.restart();
  expect(refusalOf(await stage.call('GET', '/auth/oidc/login'))).toBe('provider-away');
  expect(stage.logs.some((line) => line.includes('oidc.unreachable'))).toBe(true);
  await expect(stage.signIn('anna')).resolves.toBeDefined();
  await provider.start();
  expect((await stage.call('GET', '/auth/oidc/login')).headers.location).toContain(provider.issuer);
});

test('a provider with a certificate of its own authority is trusted by that authority alone', async () => {
  const provider = new TestProvider(deskUrl, people, { tls: true });
  await provider.start();
  onTestFinished(() => provider.stop());
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-ca-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, provider.ca ?? '');
  const environment = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_VIEWER_GROUPS: 'helpdesk',
  };
  const without = await httpStage({ environment });
  expect(refusalOf(await without.call('GET', '/auth/oidc/login'))).toBe('provider-away');
  const stage = await httpStage({ environment: { ...environment, OIDC_CA_FILE: caFile } });
  expect((await stage.call('GET', '/auth/oidc/login')).headers.location).toContain(`${provider.issuer}/auth?`);
});

test('signing out ends the session at the provider, too', async () => {
  const { provider, stage, signIn } = await scene();
  const headers = sessionOf(await signIn('olga'));
  const { csrfToken } = (await stage.call('GET', '/api/session', { headers })).json();
  const as = { cookie: headers.cookie, csrf: String(csrfToken) };
  const out = await stage.call('DELETE', '/api/session', { as });
  expect(out.status).toBe(200);
  const next = new URL(String(out.json().continueAt));
  expect([next.origin, next.searchParams.get('post_logout_redirect_uri')]).toEqual([
    provider.issuer,
    `${deskUrl}/sign-in`,
  ]);
  expect((await fetch(next)).status).toBe(200);
  expect((await stage.call('GET', '/api/session', { as })).status).toBe(401);
});

test('the stored data of the provider reveals nothing by itself', async () => {
  const { stage, signIn } = await scene();
  await signIn('olga');
  const [row] = await stage.bff.context.store.db.selectFrom('browser_sessions').selectAll().execute();
  expect(row?.sealed_id_token).toMatch(/^[\w-]{200,}$/);
  // Head and claims of a token; the three letters alone stand in random text, too.
  expect(JSON.stringify(row)).not.toMatch(/eyJ[\w-]*\.eyJ/);
});

test('the sign-in page learns which ways there are; one of them can be closed', async () => {
  const both = await scene();
  expect((await both.stage.call('GET', '/api/sign-in')).json()).toEqual({ password: true, oidc: { name: 'Example' } });
  const one = await scene({ PASSWORD_SIGN_IN: 'no' });
  expect((await one.stage.call('GET', '/api/sign-in')).json()).toEqual({ password: false, oidc: { name: 'Example' } });
  const tried = await one.stage.call('POST', '/api/session', {
    body: { username: 'TECH\\anna', password: 'anna-demo' },
  });
  expect(tried.status).toBe(405);
  const none = await httpStage();
  expect((await none.call('GET', '/api/sign-in')).json()).toEqual({ password: true, oidc: null });
  expect((await none.call('GET', '/auth/oidc/login')).status).toBe(404);
});
