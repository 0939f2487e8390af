import { auditList, newWallLink } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cookieOf, httpStage, send } from './http-stage.ts';
import { storeBenches } from './stores.ts';

test('a link for many screens opens each of them; revoking it closes them all with their next request', async () => {
  const stage = await httpStage();
  const { call } = stage;
  const anna = await stage.signIn('anna');
  const asked = { name: 'Hall', screens: 'many' };
  const made = newWallLink.parse((await call('POST', '/api/wall-links', { as: anna, body: asked })).json());
  expect(made.link).toMatchObject({ screens: 'many', openedAt: null });
  const { pathname } = new URL(made.url);
  const [first, second] = [cookieOf(await call('POST', pathname)), cookieOf(await call('POST', pathname))];
  const other = await stage.openWall(anna);
  const boardFor = async (cookie: string) => (await call('GET', '/api/board', { headers: { cookie } })).status;
  expect([await boardFor(first), await boardFor(second), await boardFor(other.cookie)]).toEqual([200, 200, 200]);
  expect((await call('DELETE', `/api/wall-links/${made.link.id}`, { as: anna })).status).toBe(204);
  expect([await boardFor(first), await boardFor(second), await boardFor(other.cookie)]).toEqual([401, 401, 200]);
  expect((await call('DELETE', `/api/wall-links/${made.link.id}`, { as: anna })).status).toBe(404);
  await stage.restart();
  expect([await boardFor(first), await boardFor(other.cookie)]).toEqual([401, 200]);
});

test('a link is used once: its screen can come back by it, any other sees that it is used and stays as it is', async () => {
  const stage = await httpStage();
  const { call } = stage;
  const anna = await stage.signIn('anna');
  const wall = await stage.openWall(anna);
  const rows = () => stage.bff.context.store.db.selectFrom('browser_sessions').select('id_hash').execute();
  const before = await rows();
  const again = await call('GET', `/wall/${wall.token}`, { headers: { cookie: wall.cookie } });
  expect([again.status, again.headers.location, again.headers['set-cookie']]).toEqual([303, '/wall', undefined]);
  const other = await stage.openWall(anna);
  const tried: Record<string, string>[] = [{}, { cookie: anna.cookie }, { cookie: other.cookie }];
  for (const headers of [...tried, { cookie: 'retry-desk-wall=made-up' }]) {
    const spent = await call('GET', `/wall/${wall.token}`, { headers });
    const { location, 'set-cookie': set } = spent.headers;
    expect([spent.status, location, set]).toEqual([303, '/wall?link=spent', undefined]);
  }
  expect(await rows()).toHaveLength(before.length + 1);
  const { entries } = auditList.parse((await call('GET', '/api/audit?kind=denied', { as: anna })).json());
  expect(entries.map(({ user, subject, detail }) => [user, subject, detail])).toEqual(
    Array.from({ length: 4 }, () => [null, 'Operations room', 'the wall link is used already']),
  );
  await stage.restart();
  expect((await call('GET', `/wall/${wall.token}`)).headers.location).toBe('/wall?link=spent');
  expect((await call('GET', '/api/board', { as: wall })).status).toBe(200);
});

describe.each(storeBenches())('a link for one screen in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('opens one of all that come at once', async () => {
    const { databaseUrl } = await bench.place();
    const stage = await httpStage(databaseUrl === undefined ? {} : { environment: { DATABASE_URL: databaseUrl } });
    const { call } = stage;
    const anna = await stage.signIn('anna');
    const made = await call('POST', '/api/wall-links', { as: anna, body: { name: 'Office' } });
    const { pathname } = new URL(newWallLink.parse(made.json()).url);
    const opened = await Promise.all(Array.from({ length: 12 }, () => call('POST', pathname)));
    const places = opened.map(({ headers }) => headers.location);
    expect(places.toSorted()).toEqual(['/wall', ...Array.from({ length: 11 }, () => '/wall?link=spent')]);
    const { db } = stage.bff.context.store;
    const rows = await db.selectFrom('browser_sessions').select('role').where('role', '=', 'wall').execute();
    expect(rows).toHaveLength(1);
  });
});

test('one address cannot open links without end, and leaves nothing behind when it tries', async () => {
  const stage = await httpStage();
  const { call } = stage;
  const anna = await stage.signIn('anna');
  const made = await call('POST', '/api/wall-links', { as: anna, body: { name: 'Hall', screens: 'many' } });
  const { pathname } = new URL(newWallLink.parse(made.json()).url);
  const places = new Map<string | undefined, number>();
  for (let index = 0; index < 70; index += 1) {
    const { location } = (await call('POST', pathname)).headers;
    places.set(location, (places.get(location) ?? 0) + 1);
  }
  expect(Object.fromEntries(places)).toEqual({ '/wall': 60, '/wall?link=too-many': 10 });
  const logged = stage.logs.filter((line) => line.includes('wall.link-limited')).map((line) => JSON.parse(line));
  expect(logged).toMatchObject(Array.from({ length: 10 }, () => ({ level: 'warn', address: '127.0.0.1' })));
  const { db } = stage.bff.context.store;
  expect(await db.selectFrom('audit_log').select('id').where('kind', '=', 'wall-opened').execute()).toHaveLength(60);
  const rows = await db.selectFrom('browser_sessions').select('role').where('role', '=', 'wall').execute();
  expect(rows).toHaveLength(60);
});

test('addresses that are no link close no genuine link', async () => {
  const { call, signIn } = await httpStage();
  for (let index = 0; index < 70; index += 1) {
    expect((await call('GET', '/wall/zzz')).headers.location).toBe('/wall?link=unknown');
  }
  const made = await call('POST', '/api/wall-links', { as: await signIn('anna'), body: { name: 'Hall' } });
  const { pathname } = new URL(newWallLink.parse(made.json()).url);
  expect((await call('POST', pathname)).headers.location).toBe('/wall');
});

test('HEAD on a wall link opens nothing', async () => {
  const { call, signIn, bff } = await httpStage();
  const made = await call('POST', '/api/wall-links', { as: await signIn('anna'), body: { name: 'Office' } });
  const head = await call('HEAD', new URL(String(made.json().url)).pathname);
  expect([head.status, head.headers.allow, head.headers['set-cookie']]).toEqual([405, 'GET, POST', undefined]);
  const { db } = bff.context.store;
  expect(await db.selectFrom('browser_sessions').select('role').where('role', '=', 'wall').execute()).toEqual([]);
});

test('a link of many screens opens by no GET: its page sends the form by itself, and a screen that has it open goes on', async () => {
  const stage = await httpStage();
  const { call } = stage;
  const anna = await stage.signIn('anna');
  const asked = { name: 'Hall', screens: 'many' };
  const made = newWallLink.parse((await call('POST', '/api/wall-links', { as: anna, body: asked })).json());
  const { pathname } = new URL(made.url);
  const other = await stage.openWall(anna);
  for (const headers of [{}, { cookie: other.cookie }, { cookie: 'retry-desk-wall=made-up' }]) {
    const seen = await call('GET', pathname, { headers });
    expect([seen.status, seen.headers['set-cookie']]).toEqual([200, undefined]);
    expect(seen.text).toContain('<form method="post">');
    expect(seen.text).toContain('<script src="/wall-link.js"></script>');
    expect(seen.headers['referrer-policy']).toBe('strict-origin');
  }
  const { db } = stage.bff.context.store;
  const opened = () => db.selectFrom('audit_log').select('subject').where('kind', '=', 'wall-opened').execute();
  expect(await opened()).toEqual([{ subject: 'Operations room' }]);
  const cookie = cookieOf(await call('POST', pathname, { headers: { cookie: other.cookie } }));
  // As a screen does that loads its link again each morning, without anybody there.
  for (let morning = 0; morning < 3; morning += 1) {
    const back = await call('GET', pathname, { headers: { cookie } });
    expect([back.status, back.headers.location, back.headers['set-cookie']]).toEqual([303, '/wall', undefined]);
  }
  expect(await opened()).toHaveLength(2);
});

test('a preview or a scanner that follows a link of one screen gets a page that asks, and uses nothing up', async () => {
  const stage = await httpStage();
  const { call } = stage;
  const anna = await stage.signIn('anna');
  const made = newWallLink.parse(
    (await call('POST', '/api/wall-links', { as: anna, body: { name: 'Office' } })).json(),
  );
  const { pathname } = new URL(made.url);
  for (const agent of ['Slackbot-LinkExpanding 1.0', 'SkypeUriPreview', 'Mozilla/5.0']) {
    const seen = await call('GET', pathname, { headers: { 'user-agent': agent } });
    expect([seen.status, seen.headers['content-type'], seen.headers['set-cookie']]).toEqual([
      200,
      'text/html; charset=utf-8',
      undefined,
    ]);
    expect(seen.text).toContain('<form method="post">');
    expect(seen.text).not.toMatch(/<script|style=/);
    expect(seen.text).not.toContain(pathname.slice('/wall/'.length));
    // Else the form comes with `Origin: null`.
    expect(seen.headers['referrer-policy']).toBe('strict-origin');
    expect(String(seen.headers['content-security-policy'])).toContain("form-action 'self'");
  }
  const { db } = stage.bff.context.store;
  expect(await db.selectFrom('browser_sessions').select('role').where('role', '=', 'wall').execute()).toEqual([]);
  expect(await db.selectFrom('audit_log').select('id').where('kind', '=', 'wall-opened').execute()).toEqual([]);
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])
    expect((await send(stage.port, 'POST', pathname, headers)).status).toBe(403);
  // A very old browser does not report the origin of a form.
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '0' };
  const opened = await send(stage.port, 'POST', pathname, form);
  expect([opened.status, opened.headers.location]).toEqual([303, '/wall']);
  const back = await call('GET', pathname, { headers: { cookie: cookieOf(opened) } });
  expect([back.status, back.headers.location]).toEqual([303, '/wall']);
});
