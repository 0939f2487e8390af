import { newApiToken } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createBrowserSessions } from '#access/browser-sessions.ts';
import { createLogger } from '#telemetry/logger.ts';
import { type Browser, httpStage } from './http-stage.ts';
import { ownPostgresBench, storeBenches } from './stores.ts';

const minute = 60_000;

describe.each(storeBenches())('with $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('a store that is gone keeps no known person from reading, and lets nobody new in', async () => {
    const { databaseUrl } = await bench.place();
    const stage = await httpStage({ environment: databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl } });
    const { call } = stage;
    const [anna, henry] = [await stage.signIn('anna'), await stage.signIn('henry')];
    const wall = await stage.openWall(anna);
    const made = await call('POST', '/api/tokens', { as: anna, body: { name: 'x', role: 'viewer', days: 1 } });
    const script = { authorization: `Bearer ${made.json().secret}` };
    await vi.waitFor(async () => expect((await call('GET', '/readyz')).status).toBe(200), { timeout: 15_000 });
    expect((await call('GET', '/api/agents/jobs', { headers: script })).status).toBe(200);
    await stage.bff.context.store.close();

    for (const as of [anna, henry]) {
      for (const path of ['/api/board', '/api/agents/jobs', '/api/machines', '/api/session']) {
        expect((await call('GET', path, { as })).status, path).toBe(200);
      }
    }
    expect((await call('GET', '/api/board', { as: wall })).status).toBe(200);
    expect((await call('GET', '/api/agents/jobs', { headers: script })).status).toBe(200);
    for (const headers of [{ cookie: 'retry-desk=unknown' }, { authorization: `Bearer rdesk_${'A'.repeat(43)}` }]) {
      const refused = await call('GET', '/api/session', { headers });
      expect([refused.status, refused.json().code]).toEqual([503, 'store-unavailable']);
    }
    const body = { username: 'TECH\\ben', password: 'ben-demo' };
    expect((await call('POST', '/api/session', { body })).json().code).toBe('store-unavailable');
  });

  test('a session revoked while another request reads it is not found again', async () => {
    const store = await (await bench.place()).open();
    onTestFinished(() => store.close());
    const deps = { store, clock: { now: () => Date.now() }, key: 'k' };
    const [front, back] = [createBrowserSessions(deps), createBrowserSessions(deps)];
    for (let attempt = 0; attempt < 30; attempt += 1) {
      const { secret, known } = await front.begin({
        user: 'TECH\\anna',
        person: 'em tech\\anna',
        role: 'operator',
        source: 'em',
      });
      await Promise.all([back.find(secret, false), back.revoke(known.caller.sessionId)]);
      expect([await back.find(secret, false), back.recall(secret, false)]).toEqual([null, null]);
    }
  });
});

describe('a PostgreSQL that several processes share', () => {
  const postgres = ownPostgresBench();
  beforeAll(() => postgres.start(), 120_000);
  afterAll(() => postgres.stop());

  test('a session revoked by one of them is invalid for the next request to another; a board requested in the very same second may still come', async () => {
    let now = Date.now();
    const environment = { DATABASE_URL: (await postgres.place()).databaseUrl ?? '' };
    // Below debug a board is answered from memory alone.
    const overrides = { clock: { now: () => now }, logger: createLogger('silent') };
    const [one, other] = [await httpStage({ environment, overrides }), await httpStage({ environment, overrides })];
    await vi.waitFor(async () => expect((await other.call('GET', '/readyz')).status).toBe(200), { timeout: 15_000 });
    const [anna, ben] = [await one.signIn('anna'), await one.signIn('ben')];
    const made = await one.call('POST', '/api/tokens', { as: anna, body: { name: 'x', role: 'viewer', days: 1 } });
    const { token, secret } = newApiToken.parse(made.json());
    const script = { authorization: `Bearer ${secret}` };
    const statusOf = async (path: string, as: Browser) => (await other.call('GET', path, { as })).status;
    expect([await statusOf('/api/tasks', ben), await statusOf('/api/board', ben)]).toEqual([200, 200]);
    expect((await other.call('GET', '/api/tasks', { headers: script })).status).toBe(200);

    expect((await one.call('DELETE', '/api/session', { as: ben })).status).toBe(204);
    expect((await one.call('DELETE', `/api/tokens/${token.id}`, { as: anna })).status).toBe(204);
    expect(await statusOf('/api/board', ben)).toBe(200);
    expect(await statusOf('/api/tasks', ben)).toBe(401);
    expect(await statusOf('/api/board', ben)).toBe(401);
    expect((await other.call('GET', '/api/tasks', { headers: script })).status).toBe(401);

    expect(await statusOf('/api/board', anna)).toBe(200);
    expect((await one.call('DELETE', '/api/session', { as: anna })).status).toBe(204);
    now += 1_000;
    expect(await statusOf('/api/board', anna)).toBe(401);
  });

  test('a revoked session or API token lives on nowhere, although the clock of the other process is set back', async () => {
    let now = Date.now();
    const environment = { DATABASE_URL: (await postgres.place()).databaseUrl ?? '' };
    const one = await httpStage({ environment });
    const other = await httpStage({ environment, overrides: { clock: { now: () => now } } });
    await vi.waitFor(async () => expect((await other.call('GET', '/readyz')).status).toBe(200), { timeout: 15_000 });
    const anna = await one.signIn('anna');
    const board = async () => (await other.call('GET', '/api/board', { as: anna })).status;
    expect(await board()).toBe(200);
    now -= 60 * minute;
    expect((await one.call('DELETE', '/api/session', { as: anna })).status).toBe(204);
    await vi.waitFor(async () => expect(await board()).toBe(401), { timeout: 10_000 });
  });

  test('while it is away people go on reading for a quarter of an hour; then nobody can be known', async () => {
    let now = Date.now();
    const { databaseUrl = '' } = await postgres.place();
    const stage = await httpStage({
      environment: { DATABASE_URL: databaseUrl },
      overrides: { clock: { now: () => now } },
    });
    const anna = await stage.signIn('anna');
    const status = async () => (await stage.call('GET', '/api/session', { as: anna })).status;
    expect(await status()).toBe(200);
    await postgres.halt();
    now += 14 * minute;
    expect(await status()).toBe(200);
    now += 2 * minute;
    expect(await status()).toBe(503);
    await postgres.resume();
    await vi.waitFor(async () => expect(await status()).toBe(200), { timeout: 15_000 });
  });
});
