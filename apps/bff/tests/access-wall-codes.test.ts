import { auditList, pairingCodeOf, pairingSigns, wallCode, wallLinkList, wallPairing } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, cookieOf, type HttpStage, httpStage, type StageOptions } from './http-stage.ts';
import { storeBenches } from './stores.ts';

const minute = 60_000;

function screenOf(stage: HttpStage, headers: Record<string, string> = {}) {
  const { call } = stage;
  return {
    show: async () => wallCode.parse((await call('POST', '/api/wall-codes', { headers })).json()),
    ask: (secret: string) => call('POST', '/api/wall-codes?action=open', { headers, body: { secret } }),
    state: async (secret: string) =>
      (await call('POST', '/api/wall-codes?action=open', { headers, body: { secret } })).json().state,
  };
}

function operatorOf(stage: HttpStage, as: Browser) {
  return {
    find: (code: string) => stage.call('POST', '/api/wall-pairings', { as, body: { code } }),
    pairing: (id: unknown) => stage.call('GET', `/api/wall-pairings/${id}`, { as }),
    confirm: (id: unknown, body: object = { name: 'Hall' }) =>
      stage.call('POST', `/api/wall-pairings/${id}?action=confirm`, { as, body }),
  };
}

describe.each(storeBenches())('a screen that shows a code, in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  async function open(options: StageOptions = {}): Promise<[HttpStage, HttpStage]> {
    const { databaseUrl } = await bench.place();
    if (databaseUrl === undefined) {
      const stage = await httpStage(options);
      return [stage, stage];
    }
    const shared = { ...options, environment: { ...options.environment, DATABASE_URL: databaseUrl } };
    return [await httpStage(shared), await httpStage(shared)];
  }

  test('opens the wall once an operator has typed it and confirmed the screen, at any process', async () => {
    const [here, there] = await open();
    const anna = await here.signIn('anna');
    const [screen, operator] = [screenOf(there), operatorOf(here, anna)];
    const { code, secret, expiresAt } = await screen.show();
    expect(code).toMatch(new RegExp(`^[${pairingSigns}]{6}$`));
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(9 * minute);
    expect(await screen.state(secret)).toBe('waiting');

    const found = wallPairing.parse((await operator.find(code)).json());
    expect(found.screen).toBeNull();
    expect((await operator.confirm(found.id)).status, 'nothing to confirm yet').toBe(404);
    expect(await screen.state(secret)).toBe('typed');
    const { screen: seen } = wallPairing.parse((await operator.pairing(found.id)).json());
    expect(seen?.address).toBe('127.0.0.1');
    expect(Math.abs(Date.parse(seen?.since ?? '') - Date.now())).toBeLessThan(minute);
    expect(await screen.state(secret), 'not before it is confirmed').toBe('typed');

    const made = await operator.confirm(found.id, { name: 'Hall', servers: ['srv-a'], reasons: false });
    expect([made.status, made.json()]).toMatchObject([
      201,
      { link: { name: 'Hall', screens: 'one', servers: ['srv-a'], reasons: false, openedAt: null } },
    ]);
    expect(made.text).not.toContain('/wall/');
    expect((await operator.confirm(found.id)).status, 'confirmed once').toBe(404);
    const opened = await Promise.all(Array.from({ length: 8 }, () => screen.ask(secret)));
    const states = opened.map((reply) => reply.json().state).toSorted();
    expect(states).toEqual(['opened', ...Array.from({ length: 7 }, () => 'over')]);
    const cookie = cookieOf(opened.find((reply) => reply.json().state === 'opened') ?? (await screen.ask(secret)));
    expect((await there.call('GET', '/api/board', { headers: { cookie } })).status).toBe(200);
    expect((await there.call('GET', '/api/tasks', { headers: { cookie } })).status).toBe(403);

    const { links } = wallLinkList.parse((await here.call('GET', '/api/wall-links', { as: anna })).json());
    expect(links).toMatchObject([{ name: 'Hall', createdBy: 'TECH\\anna', openedAt: expect.any(String) }]);
    const { entries } = auditList.parse((await here.call('GET', '/api/audit', { as: anna })).json());
    const ofWall = entries.filter(({ kind }) => kind.startsWith('wall-'));
    expect(ofWall.map(({ kind, user, subject, detail }) => [kind, user, subject, detail])).toEqual([
      ['wall-opened', null, 'Hall', 'by a pairing code'],
      ['wall-link-made', 'TECH\\anna', 'Hall', 'for the screen at 127.0.0.1, by its pairing code'],
    ]);
    const rows = await here.bff.context.store.db.selectFrom('wall_pairings').selectAll().execute();
    for (const unsaid of [code, secret]) expect(JSON.stringify(rows)).not.toContain(unsaid);
    expect(here.logs.concat(there.logs).join('')).not.toContain(secret);
    expect((await here.call('DELETE', `/api/wall-links/${links[0]?.id}`, { as: anna })).status).toBe(204);
    // Another process may still have it in mind for a second.
    await expect.poll(async () => (await there.call('GET', '/api/board', { headers: { cookie } })).status).toBe(401);
    expect(await here.bff.context.store.db.selectFrom('wall_pairings').selectAll().execute()).toEqual([]);
  });
});

test('a code opens nothing without its secret, and the screen of one operator is not for another', async () => {
  const stage = await httpStage();
  const [anna, ben] = [operatorOf(stage, await stage.signIn('anna')), operatorOf(stage, await stage.signIn('ben'))];
  const screen = screenOf(stage);
  const [shown, other] = [await screen.show(), await screen.show()];
  expect(shown.code).not.toBe(other.code);
  const { id } = (await anna.find(shown.code)).json();
  expect(await screen.state(shown.secret)).toBe('typed');
  expect([(await ben.pairing(id)).status, (await ben.confirm(id)).status]).toEqual([404, 404]);
  // One secret written in other ways is the same screen: else one answer would be thousands of codes to try.
  expect(await screen.state(`${shown.secret}=!`)).toBe('typed');
  expect((await anna.confirm(id)).status).toBe(201);
  const swapped = `${shown.secret.startsWith('A') ? 'B' : 'A'}${shown.secret.slice(1)}`;
  for (const [secret, state] of [
    [other.secret, 'waiting'],
    [shown.code, 'over'],
    [swapped, 'over'],
    ['x', 'over'],
  ] as const)
    expect(await screen.state(secret), secret).toBe(state);
  expect(await screen.state(shown.secret)).toBe('opened');
  for (const body of [{}, { secret: '' }, { secret: 'x'.repeat(401) }, { secret: shown.secret, name: 'x' }])
    expect((await stage.call('POST', '/api/wall-codes?action=open', { body })).status).toBe(400);
  for (const code of ['', '34679', '34679a', '34679O', '34679A7', '34679A\n'])
    expect((await anna.find(code)).status).toBe(400);
});

test('a code holds ten minutes, what was typed three, and a screen that an operator has found may take longer', async () => {
  let now = Date.parse('2026-03-02T08:00:00Z');
  const stage = await httpStage({ overrides: { clock: { now: () => now } } });
  const operator = operatorOf(stage, await stage.signIn('anna'));
  const screen = screenOf(stage);
  const [late, slow, left] = [await screen.show(), await screen.show(), await screen.show()];
  const typed = (await operator.find(left.code)).json();
  expect(await screen.state(left.secret)).toBe('typed');
  now += 3 * minute + 1;
  expect([(await operator.pairing(typed.id)).status, (await operator.confirm(typed.id)).status]).toEqual([404, 404]);
  expect(await screen.state(left.secret)).toBe('waiting');

  now += 6 * minute;
  const found = (await operator.find(slow.code)).json();
  expect(await screen.state(slow.secret)).toBe('typed');
  now += 2 * minute;
  expect(await screen.state(late.secret)).toBe('over');
  await operator.find(late.code);
  expect(await screen.state(late.secret), 'typed after its time').toBe('over');
  expect(await screen.state(slow.secret)).toBe('typed');
  expect((await operator.confirm(found.id)).status).toBe(201);
  await stage.restart();
  expect(await screen.state(slow.secret)).toBe('opened');
  const { db } = stage.bff.context.store;
  now += 4 * minute;
  await operator.find(late.code);
  expect(await db.selectFrom('wall_pairings').selectAll().execute()).toHaveLength(1);
});

test('requests for codes without end are stopped, leave nothing behind, and keep nobody else from pairing', async () => {
  const stage = await httpStage({ environment: { TRUST_PROXY: 'loopback' } });
  const stranger = { 'x-forwarded-for': '203.0.113.8' };
  const statuses = new Map<number, number>();
  for (let index = 0; index < 130; index += 1) {
    const { status, headers } = await stage.call('POST', '/api/wall-codes', { headers: stranger });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === 429) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  }
  expect(Object.fromEntries(statuses)).toEqual({ 201: 120, 429: 10 });
  const { db } = stage.bff.context.store;
  expect(await db.selectFrom('wall_pairings').selectAll().execute()).toEqual([]);
  expect(stage.logs.filter((line) => line.includes('wall.pairing-limited'))).toHaveLength(10);

  const operator = operatorOf(stage, await stage.signIn('anna'));
  const screen = screenOf(stage, { 'x-forwarded-for': '192.0.2.7' });
  const { code, secret } = await screen.show();
  const { id } = (await operator.find(code)).json();
  expect(await screen.state(secret)).toBe('typed');
  expect((await operator.pairing(id)).json()).toMatchObject({ screen: { address: '192.0.2.7' } });
  for (let index = 1; index < 60; index += 1) expect((await operator.find('34679A')).status).toBe(201);
  expect((await operator.find('34679A')).status).toBe(429);
  expect((await operatorOf(stage, await stage.signIn('ben')).find('34679A')).status).toBe(201);
});

test('a code is read however it is typed', () => {
  expect(['k7m 3xp', ' K7M-3XP ', 'K7M3XP', 'K7M3X', 'K7M3X0', 'K7M3XPP', ''].map(pairingCodeOf)).toEqual([
    'K7M3XP',
    'K7M3XP',
    'K7M3XP',
    null,
    null,
    null,
    null,
  ]);
});
