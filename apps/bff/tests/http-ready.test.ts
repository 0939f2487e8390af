import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createLogger } from '#telemetry/logger.ts';
import { type Browser, type HttpStage, openHttpStage, type Reply } from './http-stage.ts';

let quiet: HttpStage;
let anna: Browser;
beforeAll(async () => {
  // Below debug a board is answered before anything else looks at the request.
  quiet = await openHttpStage({ overrides: { logger: createLogger('silent') } });
  anna = await quiet.signIn('anna');
  await vi.waitFor(async () => expect((await quiet.call('GET', '/readyz')).status).toBe(200), { timeout: 15_000 });
});
afterAll(() => quiet.end());

/** Headers but those that are of one answer or one connection. */
function common({ headers }: Reply): Record<string, unknown> {
  const {
    date: _,
    connection: __,
    'keep-alive': ___,
    'content-length': ____,
    'transfer-encoding': _____,
    ...rest
  } = headers;
  return rest;
}

test('the ready answer has the very headers of the usual way, and the same body', async () => {
  for (const coding of ['gzip', 'br', 'identity']) {
    await vi.waitFor(async () => {
      const headers = { 'accept-encoding': coding };
      const ready = await quiet.call('GET', '/api/board', { as: anna, headers });
      // HEAD takes the usual way.
      const usual = await quiet.call('HEAD', '/api/board', { as: anna, headers });
      expect([ready.status, usual.status]).toEqual([200, 200]);
      expect(common(ready)).toEqual(common(usual));
    });
  }
  const known = await quiet.call('GET', '/api/board', { as: anna });
  const again = { 'if-none-match': String(known.headers.etag) };
  await vi.waitFor(async () => {
    const ready = await quiet.call('GET', '/api/board', { as: anna, headers: again });
    const usual = await quiet.call('HEAD', '/api/board', { as: anna, headers: again });
    expect([ready.status, ready.text]).toEqual([304, '']);
    expect(common(ready)).toEqual(common(usual));
  });
});

test('nobody, a made-up cookie and a session that has just been ended get no ready answer', async () => {
  expect((await quiet.call('GET', '/api/board')).status).toBe(401);
  expect((await quiet.call('GET', '/api/board', { headers: { cookie: 'retry-desk=x' } })).status).toBe(401);
  const henry = await quiet.signIn('henry');
  expect((await quiet.call('GET', '/api/board', { as: henry })).status).toBe(200);
  await quiet.call('DELETE', '/api/session', { as: henry });
  expect((await quiet.call('GET', '/api/board', { as: henry })).status).toBe(401);
});

test('a wall whose link is revoked, and somebody whose role has changed, get no ready answer any more', async () => {
  const henry = await quiet.signIn('henry');
  const wall = await quiet.openWall(anna);
  const statuses = async () => [
    (await quiet.call('GET', '/api/board', { as: wall })).status,
    (await quiet.call('GET', '/api/board', { as: henry })).status,
  ];
  expect(await statuses()).toEqual([200, 200]);
  await quiet.call('DELETE', `/api/wall-links/${wall.linkId}`, { as: anna });
  expect(await statuses()).toEqual([401, 200]);
  const { access, store } = quiet.bff.context;
  await vi.waitFor(async () => {
    const rows = await store.db.selectFrom('browser_sessions').select('listed').where('role', '!=', 'wall').execute();
    expect(rows.every(({ listed }) => listed !== null)).toBe(true);
  });
  quiet.em.setRole('TECH\\henry', 'Portal Administrator');
  await access.roles.check();
  expect(await statuses()).toEqual([401, 401]);
  quiet.em.setRole('TECH\\henry', 'Portal User');
});

test('a wall gets its own shape, a key of a script the whole board', async () => {
  const wall = await quiet.openWall(anna);
  const seen = (await quiet.call('GET', '/api/board', { as: wall })).json();
  expect(seen).not.toHaveProperty('servers');
  const made = await quiet.call('POST', '/api/tokens', { as: anna, body: { name: 'x', role: 'viewer', days: 1 } });
  const headers = { authorization: `Bearer ${made.json().secret}` };
  expect((await quiet.call('GET', '/api/board', { headers })).json()).toHaveProperty('servers');
});

test('a ready answer counts as use of the session, unless it is for a page that nobody touches; a wall is always used', async () => {
  const minute = 60_000;
  let now = Date.parse('2026-03-02T08:00:00Z');
  const stage = await openHttpStage({ overrides: { clock: { now: () => now }, logger: createLogger('silent') } });
  try {
    const ben = await stage.signIn('ben');
    for (let passed = 0; passed < 90; passed += 20) {
      now += 20 * minute;
      expect((await stage.call('GET', '/api/board', { as: ben })).status).toBe(200);
    }
    const wall = await stage.openWall(ben);
    const left = { 'x-unattended': '1' };
    now += 29 * minute;
    expect((await stage.call('GET', '/api/board', { as: ben, headers: left })).status).toBe(200);
    now += minute;
    expect((await stage.call('GET', '/api/board', { as: ben, headers: left })).status).toBe(401);
    for (let passed = 0; passed < 200; passed += 100) {
      now += 100 * 24 * 60 * minute;
      expect((await stage.call('GET', '/api/board', { as: wall, headers: left })).status).toBe(200);
    }
  } finally {
    await stage.end();
  }
});

test('an address written otherwise takes the usual way and finds nothing', async () => {
  for (const path of ['/api/board/', '/API/board', '//api/board', '/api/board%20', '/api/board?x=1']) {
    expect((await quiet.call('GET', path, { as: anna })).status, path).toBeGreaterThanOrEqual(400);
  }
});
