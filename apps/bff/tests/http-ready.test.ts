import { once } from 'node:events';
import { Agent, createServer, type OutgoingHttpHeaders } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ReadyDeps, readyAnswers } from '#http/ready-answers.ts';
import { createLogger } from '#telemetry/logger.ts';
import { type Browser, cookieOf, type HttpStage, openHttpStage, type Reply, send } from './http-stage.ts';

let quiet: HttpStage;
let anna: Browser;
beforeAll(async () => {
  // Above debug a board is answered before any middleware sees the request.
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
    'x-poll-after': pollAfter,
    ...rest
  } = headers;
  // The time to ask again runs.
  return { ...rest, 'x-poll-after': Number(pollAfter) > 0 };
}

/** A busy machine takes its time to answer. */
const SECONDS = { timeout: 20_000, interval: 50 };

test('the ready answer has the very headers of the usual way, and the same body', async () => {
  for (const coding of ['gzip', 'br', 'identity']) {
    await vi.waitFor(async () => {
      const headers = { 'accept-encoding': coding };
      const ready = await quiet.call('GET', '/api/board', { as: anna, headers });
      // HEAD takes the usual way.
      const usual = await quiet.call('HEAD', '/api/board', { as: anna, headers });
      expect([ready.status, usual.status]).toEqual([200, 200]);
      expect(common(ready)).toEqual(common(usual));
    }, SECONDS);
  }
  await vi.waitFor(async () => {
    const known = await quiet.call('GET', '/api/board', { as: anna });
    const again = { 'if-none-match': String(known.headers.etag) };
    const ready = await quiet.call('GET', '/api/board', { as: anna, headers: again });
    const usual = await quiet.call('HEAD', '/api/board', { as: anna, headers: again });
    expect([ready.status, ready.text]).toEqual([304, '']);
    expect(common(ready)).toEqual(common(usual));
  }, SECONDS);
});

test('a cookie that came twice is nobody’s, as on the usual way', async () => {
  const statuses = async (headers: OutgoingHttpHeaders) => [
    (await quiet.call('GET', '/api/board', { headers })).status,
    (await quiet.call('HEAD', '/api/board', { headers })).status,
  ];
  const { cookie } = anna;
  expect(await statuses({ cookie: ['theme=x', cookie] })).toEqual([200, 200]);
  expect(await statuses({ cookie: ['retry-desk=x', cookie] })).toEqual([401, 401]);
  expect(await statuses({ cookie: [cookie, 'retry-desk=x'] })).toEqual([401, 401]);
});

test('people who share a connection, as behind a proxy, are distinguished', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const henry = await quiet.signIn('henry');
  const statusOf = async (cookie: string) =>
    (await quiet.call('GET', '/api/board', { headers: { cookie }, agent })).status;
  expect([await statusOf(anna.cookie), await statusOf(henry.cookie)]).toEqual([200, 200]);
  await quiet.call('DELETE', '/api/session', { as: henry });
  expect([await statusOf(henry.cookie), await statusOf(anna.cookie)]).toEqual([401, 200]);
  expect(await statusOf(`${anna.cookie.slice(0, -1)}~`)).toBe(401);
});

test('several requests sent at once over one connection are answered in their order, ready or not', async () => {
  const text = ['/api/board', '/api/session', '/api/board', '/api/nothing', '/api/board']
    .map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${anna.cookie}\r\n\r\n`)
    .join('');
  const socket = connect(quiet.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answered = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answered += chunk;
  });
  socket.write(text);
  const found = () => answered.match(/"revision":|"csrfToken":|HTTP\/1\.1 404/g);
  await vi.waitFor(() => expect(found()).toHaveLength(5));
  expect(found()).toEqual(['"revision":', '"csrfToken":', '"revision":', 'HTTP/1.1 404', '"revision":']);
});

test('nobody, an invented cookie and a session that has just been revoked get no ready answer', async () => {
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

test('a wall gets its own shape, an API token the whole board', async () => {
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

describe('without the usual way', () => {
  /** The sign that a request was left to the usual way. */
  const USUAL = 599;

  /** The ready answers of the server alone, on a port of their own. */
  async function alone(given: Partial<ReadyDeps> = {}) {
    const { routes, context } = quiet.bff;
    const publicUrl = new URL(quiet.environment.PUBLIC_URL);
    const { recall } = context.access;
    const ready = readyAnswers({ routes, recall, publicUrl, logger: createLogger('silent'), ...given });
    const server = createServer((request, response) => {
      if (!ready(request, response)) response.writeHead(USUAL).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    // A server that listens on a port has an address.
    const { port } = server.address() as AddressInfo;
    return (headers: OutgoingHttpHeaders, path = '/api/board', method = 'GET') => send(port, method, path, headers);
  }

  /** Bytes are made in the usual way, and cached. */
  async function prepared(cookie: string): Promise<void> {
    expect((await quiet.call('HEAD', '/api/board', { headers: { cookie } })).status).toBe(200);
  }

  test('a board and a 304 are answered to people and walls, of all servers or of some', async () => {
    const ask = await alone();
    const body = { name: 'Some', servers: ['no-such-server'], reasons: false };
    const made = await quiet.call('POST', '/api/wall-links', { as: anna, body });
    const some = cookieOf(await quiet.call('POST', new URL(String(made.json().url)).pathname));
    const { cookie: wall } = await quiet.openWall(anna);
    for (const cookie of [anna.cookie, wall, some]) {
      await vi.waitFor(async () => {
        await prepared(cookie);
        const whole = await ask({ cookie });
        expect(whole.status).toBe(200);
        expect(whole.json()).toHaveProperty('counts');
        expect((await ask({ cookie, 'if-none-match': String(whole.headers.etag) })).status).toBe(304);
      });
    }
  });

  test('only that is: everything else is left to the usual way', async () => {
    const ask = await alone();
    const { cookie } = anna;
    await vi.waitFor(async () => {
      await prepared(cookie);
      expect((await ask({ cookie })).status).toBe(200);
    });
    const others = await Promise.all([
      ask({}),
      ask({ cookie: 'retry-desk=x' }),
      ask({ cookie, authorization: 'Bearer rdesk_x' }),
      ask({ cookie }, '/api/board?x=1'),
      ask({ cookie }, '/api/session'),
      ask({ cookie }, '/api/board', 'HEAD'),
      ask({ cookie }, '/api/board', 'POST'),
    ]);
    expect(others.map(({ status }) => status)).toEqual(others.map(() => USUAL));
    const debug = await alone({ logger: createLogger('debug') });
    expect((await debug({ cookie })).status).toBe(USUAL);
  });

  test('an answer that cannot be made is left to the usual way, which has one for every error', async () => {
    const faults: unknown[] = [];
    const ask = await alone({
      recall() {
        throw new Error('broken');
      },
      logger: { isLevelEnabled: () => false, error: (fields: unknown) => void faults.push(fields) },
    });
    expect((await ask({ cookie: anna.cookie })).status).toBe(USUAL);
    expect(faults).toHaveLength(1);
  });

  test('an answer that cannot be sent ends its connection and nothing else', async () => {
    const faults: unknown[] = [];
    let value = 'line\nbreak';
    const ask = await alone({
      routes: quiet.bff.routes.map((row) =>
        row.path === '/api/board' ? { ...row, ready: () => ({ status: 304, headers: { 'x-of-test': value } }) } : row,
      ),
      logger: { isLevelEnabled: () => false, error: (fields: unknown) => void faults.push(fields) },
    });
    const { cookie } = anna;
    await expect(ask({ cookie })).rejects.toThrow();
    expect(faults).toHaveLength(1);
    value = 'fine';
    expect((await ask({ cookie })).status).toBe(304);
  });
});
