import { sessionList } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { type Browser, cookieOf, httpStage, send } from './http-stage.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A clock that stands still until it is moved. */
function handClock() {
  let now = Date.parse('2026-03-02T08:00:00Z');
  return {
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('the rights of an account in Enterprise Manager make it operator, viewer or nobody', async () => {
  const { call } = await httpStage();
  const attempt = async (username: string, password: string) => {
    const reply = await call('POST', '/api/session', { body: { username, password } });
    return [reply.status, reply.json().role ?? reply.json().code];
  };
  expect(await attempt('TECH\\anna', 'anna-demo')).toEqual([200, 'operator']);
  expect(await attempt('anna@tech.local', 'anna-demo')).toEqual([200, 'operator']);
  expect(await attempt('TECH\\henry', 'henry-demo')).toEqual([200, 'viewer']);
  expect(await attempt('TECH\\rita', 'rita-demo')).toEqual([403, 'no-access']);
});

test('a wrong password and an unknown name are answered alike, without a cookie', async () => {
  const { call } = await httpStage();
  const wrong = await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'guess' } });
  const unknown = await call('POST', '/api/session', { body: { username: 'TECH\\nobody', password: 'guess' } });
  expect([wrong.status, wrong.json().code]).toEqual([401, 'sign-in-failed']);
  expect(unknown.text).toBe(wrong.text);
  expect(unknown.status).toBe(wrong.status);
  expect(wrong.headers).not.toHaveProperty('set-cookie');
});

test('with Enterprise Manager away a sign-in reports that and does not count as a failure', async () => {
  const { em, call } = await httpStage();
  const port = Number(new URL(em.url).port);
  await em.stop();
  for (let attempt = 1; attempt <= 7; attempt += 1) {
    const reply = await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'anna-demo' } });
    expect([reply.status, reply.json().code]).toEqual([503, 'em-unreachable']);
  }
  await em.start(port);
  expect((await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'anna-demo' } })).status).toBe(
    200,
  );
});

test('well before the directory locks it an account waits, however its name is written, and others do not', async () => {
  const { call, signIn } = await httpStage();
  const names = ['TECH/anna', 'a\u0301nna@tech.local'];
  for (const username of names) {
    expect((await call('POST', '/api/session', { body: { username, password: 'guess' } })).status).toBe(401);
  }
  const limited = await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'anna-demo' } });
  expect([limited.status, limited.json().code]).toEqual([429, 'sign-in-limited']);
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(800);
  await expect(signIn('ben')).resolves.toBeDefined();
});

test('a sign-in that works counts as no failure, and forgives none that the directory counts', async () => {
  const { call, signIn } = await httpStage();
  const guess = async () =>
    (await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'guess' } })).status;
  expect(await guess()).toBe(401);
  for (let time = 1; time <= 3; time += 1) await signIn('anna');
  expect([await guess(), await guess()]).toEqual([401, 429]);
});

test('many guesses at once are no way around the limit', async () => {
  const { em, call } = await httpStage();
  const before = em.requests.length;
  const replies = await Promise.all(
    Array.from({ length: 25 }, (_, index) =>
      call('POST', '/api/session', { body: { username: 'TECH\\anna', password: `guess-${index}` } }),
    ),
  );
  expect(replies.filter(({ status }) => status === 401)).toHaveLength(2);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(23);
  const asked = em.requests.slice(before).filter(({ method, status }) => method === 'POST' && status === 401);
  expect(asked).toHaveLength(2);
});

test('one address that tries many names waits as a whole', async () => {
  const { call } = await httpStage();
  const statuses: number[] = [];
  for (let index = 0; index < 32; index += 1) {
    const reply = await call('POST', '/api/session', { body: { username: `TECH\\user${index}`, password: 'guess' } });
    statuses.push(reply.status);
  }
  expect(statuses.slice(0, 30).every((status) => status === 401)).toBe(true);
  expect(statuses.slice(30)).toEqual([429, 429]);
});

test('an account that is tried from many addresses waits wherever it is tried from next', async () => {
  const { call } = await httpStage({ environment: { TRUST_PROXY: 'loopback' } });
  const from = async (username: string, address: number) => {
    const headers = { 'x-forwarded-for': `10.0.0.${address}` };
    return (await call('POST', '/api/session', { body: { username, password: 'guess' }, headers })).status;
  };
  const statuses: number[] = [];
  for (let address = 1; address <= 5; address += 1) statuses.push(await from('TECH\\anna', address));
  expect(statuses).toEqual([401, 401, 429, 429, 429]);
  expect(await from('TECH\\ben', 30)).toBe(401);
});

test('a block of IPv6 addresses has no more tries than one address; an IPv4 address is one however it is written', async () => {
  const environment = { TRUST_PROXY: 'loopback', DIRECTORY_LOCKOUT: '100/30' };
  const { call } = await httpStage({ environment });
  const from = async (address: string) => {
    const headers = { 'x-forwarded-for': address };
    return (await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'guess' }, headers }))
      .status;
  };
  const six: number[] = [];
  for (let host = 1; host <= 6; host += 1) six.push(await from(`2001:db8:1:2:${host}::${host}`));
  expect(six).toEqual([401, 401, 401, 401, 401, 429]);
  expect(await from('2001:db8:1:3::1')).toBe(401);
  const four: number[] = [];
  for (const address of ['203.0.113.9', '::ffff:203.0.113.9', '::ffff:cb00:7109', '203.0.113.9', '203.0.113.9'])
    four.push(await from(address));
  expect([four, await from('::ffff:203.0.113.9')]).toEqual([[401, 401, 401, 401, 401], 429]);
});

test('a colon in the name is no way to guess for another account', async () => {
  const { em, call } = await httpStage();
  const before = em.requests.length;
  const reply = await call('POST', '/api/session', { body: { username: 'TECH\\anna:anna', password: 'demo' } });
  expect(reply.status).toBe(401);
  // The server's own account logs on by itself, and may do so just now.
  const asked = em.requests
    .slice(before)
    .filter(({ authorization, path }) => authorization && /sessionMngr/i.test(path));
  expect(asked.filter(({ account }) => account !== 'TECH\\svc-retrydesk')).toEqual([]);
});

test('forwarded addresses are believed from trusted proxies only', async () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.9' };
  const body = { username: 'TECH\\anna', password: 'guess' };
  const direct = await httpStage();
  await direct.call('POST', '/api/session', { body, headers: forwarded });
  expect(direct.logs.find((line) => line.includes('sign-in refused'))).toContain('"address":"127.0.0.1"');
  const proxied = await httpStage({ environment: { TRUST_PROXY: 'loopback' } });
  await proxied.call('POST', '/api/session', { body, headers: forwarded });
  expect(proxied.logs.find((line) => line.includes('sign-in refused'))).toContain('"address":"203.0.113.9"');
});

test('the cookie cannot be read, is not sent by other sites, and over https belongs to this host alone', async () => {
  const body = { username: 'TECH\\anna', password: 'anna-demo' };
  const local = await httpStage();
  const [plain = ''] = (await local.call('POST', '/api/session', { body })).headers['set-cookie'] ?? [];
  expect(plain).toMatch(/^retry-desk=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const secure = await httpStage({ environment: { PUBLIC_URL: 'https://retry.example.local' } });
  const [strict = ''] = (await secure.call('POST', '/api/session', { body })).headers['set-cookie'] ?? [];
  expect(strict).toMatch(/^__Host-retry-desk=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
});

test('each sign-in makes a new session and revokes the one before it', async () => {
  const { call, signIn } = await httpStage();
  const first = await signIn('anna');
  const again = await call('POST', '/api/session', {
    as: first,
    body: { username: 'TECH\\anna', password: 'anna-demo' },
  });
  expect(cookieOf(again)).not.toBe(first.cookie);
  expect((await call('GET', '/api/session', { as: first })).status).toBe(401);
});

test('signing out revokes the session on the server', async () => {
  const { call, signIn, port } = await httpStage();
  const anna = await signIn('anna');
  const out = await call('DELETE', '/api/session', { as: anna });
  expect(out.status).toBe(204);
  expect(out.headers['set-cookie']?.[0]).toMatch(/^retry-desk=; .*Max-Age=0/);
  // Not "cookies": a wall in the same browser keeps its own.
  expect(out.headers['clear-site-data']).toBe('"cache", "storage"');
  expect((await send(port, 'GET', '/api/board', { cookie: anna.cookie })).status).toBe(401);
});

test('an operator who leaves is signed out after half an hour, one who stays after twelve hours', async () => {
  const clock = handClock();
  const { call, signIn } = await httpStage({ overrides: { clock } });
  const away = await signIn('anna');
  clock.pass(30 * minute - 1);
  expect((await call('GET', '/api/session', { as: away })).status).toBe(200);
  clock.pass(30 * minute);
  expect((await call('GET', '/api/session', { as: away })).status).toBe(401);

  const busy = await signIn('anna');
  for (let passed = 0; passed < 12 * hour - 20 * minute; passed += 20 * minute) {
    clock.pass(20 * minute);
    expect((await call('GET', '/api/board', { as: busy })).status).toBe(200);
  }
  clock.pass(20 * minute);
  expect((await call('GET', '/api/board', { as: busy })).status).toBe(401);
});

test('a page left open is signed out like a closed one: its own polls do not count as use', async () => {
  const clock = handClock();
  const { call, signIn } = await httpStage({ overrides: { clock } });
  const [anna, henry] = [await signIn('anna'), await signIn('henry')];
  const left = { 'x-unattended': '1' };
  const poll = async (as: Browser) => (await call('GET', '/api/board', { as, headers: left })).status;
  for (let passed = 10; passed < 30; passed += 10) {
    clock.pass(10 * minute);
    expect([await poll(anna), await poll(henry)]).toEqual([200, 200]);
  }
  clock.pass(10 * minute);
  expect([await poll(anna), await poll(henry)]).toEqual([401, 200]);
  clock.pass(7 * hour);
  expect(await poll(henry)).toBe(200);
  // Back again in time, and gone for good.
  expect((await call('GET', '/api/board', { as: henry })).status).toBe(200);
  clock.pass(8 * hour - 1);
  expect(await poll(henry)).toBe(200);
  clock.pass(1);
  expect(await poll(henry)).toBe(401);
});

test('a viewer may leave for eight hours and stay for a day', async () => {
  const clock = handClock();
  const { call, signIn } = await httpStage({ overrides: { clock } });
  const henry = await signIn('henry');
  for (const step of [7, 7, 7]) {
    clock.pass(step * hour);
    expect((await call('GET', '/api/session', { as: henry })).status).toBe(200);
  }
  clock.pass(3 * hour);
  expect((await call('GET', '/api/session', { as: henry })).status).toBe(401);
});

test('a restart signs nobody out, and the store holds nothing that opens a session', async () => {
  const stage = await httpStage();
  const anna = await stage.signIn('anna');
  const rows = await stage.bff.context.store.db.selectFrom('browser_sessions').selectAll().execute();
  expect(rows).toHaveLength(1);
  const secret = anna.cookie.split('=')[1] ?? '';
  expect(secret).toHaveLength(43);
  expect(JSON.stringify(rows)).not.toContain(secret);
  expect(JSON.stringify(rows)).not.toContain(anna.csrf);
  await stage.restart();
  const session = await stage.call('GET', '/api/session', { as: anna });
  expect(session.json()).toMatchObject({ user: 'TECH\\anna', role: 'operator', csrfToken: anna.csrf });
});

test('a session of one server is none of another, also in one process', async () => {
  const [one, other] = [await httpStage(), await httpStage()];
  const anna = await one.signIn('anna');
  expect((await one.call('GET', '/api/session', { as: anna })).status).toBe(200);
  expect((await other.call('GET', '/api/session', { as: anna })).status).toBe(401);
});

test('an operator sees the open sessions and revokes any of them; the next request is answered 401', async () => {
  const stage = await httpStage();
  const [anna, ben, henry] = [await stage.signIn('anna'), await stage.signIn('ben'), await stage.signIn('henry')];
  const list = async () =>
    sessionList
      .parse((await stage.call('GET', '/api/sessions', { as: anna })).json())
      .sessions.map(({ user, role, own }) => [user, role, own]);
  expect((await list()).toSorted()).toEqual([
    ['TECH\\anna', 'operator', true],
    ['TECH\\ben', 'operator', false],
    ['TECH\\henry', 'viewer', false],
  ]);
  expect((await stage.call('GET', '/api/sessions', { as: henry })).status).toBe(403);
  const { sessions } = sessionList.parse((await stage.call('GET', '/api/sessions', { as: anna })).json());
  const ofBen = sessions.find(({ user }) => user === 'TECH\\ben')?.id ?? '';
  expect(ben.cookie).not.toContain(ofBen);
  expect((await stage.call('DELETE', `/api/sessions/${ofBen}`, { as: henry })).status).toBe(403);
  expect((await stage.call('DELETE', `/api/sessions/${ofBen}`, { as: anna })).status).toBe(204);
  expect((await stage.call('GET', '/api/board', { as: ben })).status).toBe(401);
  expect((await stage.call('DELETE', `/api/sessions/${ofBen}`, { as: anna })).status).toBe(404);
  expect(await list()).toHaveLength(2);
});
