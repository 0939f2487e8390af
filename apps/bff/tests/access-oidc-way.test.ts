import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { send } from './http-stage.ts';
import { refusalOf, scene, sessionOf } from './oidc-scene.ts';

test('repeated failures are stopped after thirty times with a message on the page; the other way to sign in stays open', async () => {
  const { stage, go } = await scene();
  const { cookie } = await go('olga');
  const refusals: (string | null)[] = [];
  for (let index = 0; index < 32; index += 1)
    refusals.push(refusalOf(await send(stage.port, 'GET', '/auth/oidc/callback?code=x', { cookie })));
  expect(new Set(refusals.slice(0, 30))).toEqual(new Set(['not-confirmed']));
  expect(refusals.slice(30)).toEqual(['too-many', 'too-many']);
  const logged = stage.logs.filter((line) => line.includes('access.sign-in-limited')).map((line) => JSON.parse(line));
  expect(logged).toMatchObject(Array.from({ length: 2 }, () => ({ level: 'warn', address: '127.0.0.1' })));
  await expect(stage.signIn('anna')).resolves.toBeDefined();
});

test('a return without a sign-in is refused and nothing more, however often', async () => {
  const { stage, signIn } = await scene();
  for (let index = 0; index < 32; index += 1)
    expect(refusalOf(await stage.call('GET', '/auth/oidc/callback?code=x'))).toBe('not-confirmed');
  expect(sessionOf(await signIn('olga')).cookie).not.toBe('');
  const lines = await stage.bff.context.store.db.selectFrom('audit_log').select('kind').execute();
  expect(lines.map(({ kind }) => kind)).toEqual(['signed-in']);
});

test("a provider that is away, and a person in no group, use up nobody's tries", async () => {
  const { provider, stage, go, signIn } = await scene();
  for (let index = 0; index < 16; index += 1) expect(refusalOf(await signIn('nick'))).toBe('no-group');
  const { cookie, back } = await go('olga');
  await provider.stop();
  for (let index = 0; index < 16; index += 1)
    expect(refusalOf(await send(stage.port, 'GET', back, { cookie }))).toBe('provider-away');
  await expect(stage.signIn('anna')).resolves.toBeDefined();
  await provider.start();
  expect(sessionOf(await signIn('olga')).cookie).not.toBe('');
});

test('a sign-in with the provider revokes the session before it, of any person, and no wall', async () => {
  const { stage, provider } = await scene();
  const anna = await stage.signIn('anna');
  const wall = await stage.openWall(anna);
  /** The browser that holds these goes to the provider and comes back, from where a strict cookie stays behind. */
  async function again(as: { cookie: string }): Promise<{ cookie: string }> {
    const begun = await stage.call('GET', '/auth/oidc/login', { headers: { cookie: as.cookie } });
    const back = await provider.walk(String(begun.headers.location), 'olga');
    const cookie = begun.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    return sessionOf(await send(stage.port, 'GET', back.pathname + back.search, { cookie }));
  }
  const status = async ({ cookie }: { cookie: string }) =>
    (await stage.call('GET', '/api/session', { headers: { cookie } })).status;
  const olga = await again(anna);
  expect([await status(anna), await status(olga)]).toEqual([401, 200]);
  const next = await again(olga);
  expect([await status(olga), await status(next)]).toEqual([401, 200]);
  const beside = await again(wall);
  expect([await status(wall), await status(beside), await status(next)]).toEqual([200, 200, 200]);
});

test.each(['cross-site', 'same-site'])(
  'a page of another site (%s) cannot begin a sign-in, only lead to our page',
  async (site) => {
    const { stage, provider } = await scene();
    const login = (from: string) =>
      stage.call('GET', '/auth/oidc/login?returnTo=%2Ftasks%3Fstate%3Dopen', { headers: { 'sec-fetch-site': from } });
    const led = await login(site);
    expect([led.status, led.headers.location]).toEqual([303, '/sign-in?returnTo=%2Ftasks%3Fstate%3Dopen']);
    expect(led.headers).not.toHaveProperty('set-cookie');
    for (const own of ['same-origin', 'none']) expect((await login(own)).headers.location).toContain(provider.issuer);
  },
);

test('the state that a browser stores on its way comes back from another site, unread, for ten minutes', async () => {
  const { stage } = await scene();
  const begun = await stage.call('GET', '/auth/oidc/login');
  expect(begun.headers['set-cookie']).toEqual([
    expect.stringMatching(/^retry-desk-sign-in=[\w-]{200,}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/),
  ]);
  const secure = await scene({ PUBLIC_URL: 'https://retry.example.local' });
  expect((await secure.stage.call('GET', '/auth/oidc/login')).headers['set-cookie']).toEqual([
    expect.stringMatching(
      /^__Host-retry-desk-sign-in=[\w-]{200,}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
    ),
  ]);
});

test('below a path the way to the provider and back leads there', async () => {
  const publicUrl = 'https://intranet.example.local/retry';
  const { stage } = await scene({ PUBLIC_URL: publicUrl });
  const { headers } = await stage.call('GET', '/auth/oidc/login');
  const address = new URL(String(headers.location));
  expect(address.searchParams.get('redirect_uri')).toBe(`${publicUrl}/auth/oidc/callback`);
  expect(String(headers['set-cookie'])).toMatch(/^__Secure-retry-desk-sign-in=[\w-]{200,}; Path=\/retry; /);
  const back = await stage.call('GET', '/auth/oidc/callback?code=x');
  expect(back.headers.location).toBe('/retry/sign-in?refused=not-confirmed');
});

/** A server that leads every address to another of its own, and the addresses it was asked for. */
async function leadingOn(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(307, { location: '/further' }).end();
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://localhost:${typeof address === 'object' ? address?.port : ''}`, asked };
}

test.each(['token_endpoint', 'jwks_uri', 'userinfo_endpoint'])(
  'an address of the provider (%s) that leads elsewhere is not followed: nobody is signed in',
  async (endpoint) => {
    // Without groups in the ID token the user info is requested.
    const { provider, stage, go } = await scene({ OIDC_GROUPS_CLAIM: 'elsewhere' });
    const { cookie, back } = await go('olga');
    const { url, asked } = await leadingOn();
    provider.metadata = { [endpoint]: `${url}/first` };
    const reply = await send(stage.port, 'GET', back, { cookie });
    expect([refusalOf(reply), sessionOf(reply).cookie]).toEqual(['not-confirmed', '']);
    expect(asked).toEqual(['/first']);
  },
);
