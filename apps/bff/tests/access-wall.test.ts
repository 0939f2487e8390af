import { board, jobList, newWallLink, wallBoard } from '@retry-desk/contract';
import { expect, test, vi } from 'vitest';
import { cookieOf, httpStage, wallPage } from './http-stage.ts';

test('a wall link opens a screen that sees the wall and nothing else', async () => {
  const { call, signIn, openWall } = await httpStage();
  const wall = await openWall(await signIn('anna'));
  expect((await call('GET', '/api/session', { as: wall })).json()).toMatchObject({
    role: 'wall',
    user: 'Operations room',
  });
  const board = await call('GET', '/api/board', { as: wall });
  expect(board.status).toBe(200);
  expect(Object.keys(board.json()).sort()).toEqual(Object.keys(wallBoard.parse(board.json())).sort());
  for (const path of [
    '/api/agents/jobs',
    '/api/tasks',
    '/api/machines',
    '/api/status',
    '/api/wall-links',
    '/em/agents/jobs',
  ]) {
    expect((await call('GET', path, { as: wall })).status, path).toBe(403);
  }
});

test('a wall by link and by anybody who is signed in is the same, to the byte', async () => {
  const { em, call, signIn, openWall } = await httpStage();
  const operator = await signIn('anna');
  const readers = [await openWall(operator), operator, await signIn('henry')];
  em.world.addJob({ name: 'Payroll', machines: ['pay01', 'pay02'], last: 'failed', reason: 'Full' });
  await call('POST', '/api/collect', { as: operator });
  await vi.waitFor(async () => {
    const answers = await Promise.all(readers.map((as) => call('GET', '/api/wall', { as })));
    const [byLink, ...byPerson] = answers.map(({ status, text, headers: { etag } }) => ({ status, text, etag }));
    expect(byLink?.status).toBe(200);
    expect(wallBoard.parse(JSON.parse(byLink?.text ?? '')).failed.map(({ name }) => name)).toContain('Payroll');
    expect(byPerson).toEqual([byLink, byLink]);
    expect((await call('GET', '/api/board', { as: readers[0] ?? null })).text).toBe(byLink?.text);
  });
  expect((await call('GET', '/api/wall')).status).toBe(401);
});

test('opening a link sets the cookie once and goes on to the wall, without the secret in the address', async () => {
  const { call, signIn } = await httpStage();
  const anna = await signIn('anna');
  const made = await call('POST', '/api/wall-links', { as: anna, body: { name: '  Flur <2>  ' } });
  expect(made.status).toBe(201);
  const { link, url } = made.json() as { link: { name: string }; url: string }; // the contract's newWallLink
  expect(link.name).toBe('Flur <2>');
  expect(url).toMatch(/^http:\/\/localhost:8080\/wall\/[\w-]{43}$/);
  const opened = await call('POST', new URL(url).pathname);
  expect([opened.status, opened.headers.location, opened.headers['cache-control']]).toEqual([303, '/wall', 'no-store']);
  expect(opened.headers['set-cookie']?.[0]).toMatch(
    /^retry-desk-wall=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=15552000$/,
  );
});

test('a link of some backup servers shows their jobs and counts those alone', async () => {
  const stage = await httpStage();
  const { em, call } = stage;
  const anna = await stage.signIn('anna');
  const one = em.world.addJob({ name: 'One of theirs', machines: ['m1'], last: 'failed' });
  await call('POST', '/api/collect', { as: anna });
  const whole = await vi.waitFor(async () => {
    const read = board.parse((await call('GET', '/api/board', { as: anna })).json());
    expect(read.failed.map(({ name }) => name)).toContain(one.name);
    return read;
  });
  const server = whole.failed.find(({ name }) => name === one.name)?.backupServer ?? '';
  const rows = jobList.parse((await call('GET', `/api/agents/jobs?server=${server}`, { as: anna })).json()).jobs;
  expect(rows.length).toBeLessThan(whole.counts.jobs ?? 0);

  async function screen(body: object) {
    const made = newWallLink.parse((await call('POST', '/api/wall-links', { as: anna, body })).json());
    const cookie = cookieOf(await call('POST', new URL(made.url).pathname));
    const answer = await call('GET', '/api/board', { headers: { cookie } });
    return { link: made.link, cookie, seen: wallBoard.parse(answer.json()) };
  }
  const some = await screen({ name: 'Some', servers: [server] });
  expect(some.link).toMatchObject({ servers: [server], reasons: true });
  const failed = rows.filter(({ state }) => state === 'failed');
  expect(some.seen.failed.map(({ id }) => id).toSorted()).toEqual(failed.map(({ id }) => id).toSorted());
  expect(some.seen.counts).toMatchObject({ jobs: rows.length, failed: failed.length });
  expect(some.seen.failed.find(({ id }) => id === one.id)?.reason).toEqual(expect.any(String));
  await vi.waitFor(async () => {
    const { cookie } = some;
    const { etag } = (await call('GET', '/api/board', { headers: { cookie } })).headers;
    expect((await call('GET', '/api/board', { headers: { cookie, 'if-none-match': etag } })).status).toBe(304);
  });

  const quiet = await screen({ name: 'Quiet', servers: [server], reasons: false });
  expect(quiet.seen.failed).toHaveLength(failed.length);
  expect(quiet.seen.failed.every(({ reason, machines }) => reason === null && machines.length === 0)).toBe(true);
  const none = await screen({ name: 'None', servers: ['no-such-server'] });
  expect([none.seen.failed, none.seen.tasks, none.seen.counts.jobs]).toEqual([[], [], 0]);
  await stage.restart();
  await vi.waitFor(async () => {
    const shown = wallBoard.parse((await call('GET', '/api/board', { headers: { cookie: some.cookie } })).json());
    expect(shown.counts.jobs).toBe(rows.length);
  }, 15_000);
});

test('an unknown or revoked link opens nothing, closes nothing, and shows that on the wall', async () => {
  const { call, signIn, openWall } = await httpStage();
  const anna = await signIn('anna');
  const [wall, other] = [await openWall(anna), await openWall(anna)];
  await call('DELETE', `/api/wall-links/${wall.linkId}`, { as: anna });
  for (const token of [wall.token, 'A'.repeat(43), 'x']) {
    const opened = await call('GET', `/wall/${token}`, { headers: { cookie: other.cookie } });
    const { location, 'set-cookie': set } = opened.headers;
    expect([opened.status, location, set]).toEqual([303, '/wall?link=unknown', undefined]);
  }
  const shown = await call('GET', '/wall?link=unknown', { headers: { accept: 'text/html' } });
  expect([shown.status, shown.text]).toEqual([200, wallPage]);
});

test('links are listed newest first with who made them, whether they wait and when a screen was last there, never with their secret', async () => {
  let now = Date.parse('2026-03-02T08:00:00Z');
  const stage = await httpStage({ overrides: { clock: { now: () => now } } });
  const anna = await stage.signIn('anna');
  const wall = await stage.openWall(anna);
  now += 60_000;
  await stage.call('POST', '/api/wall-links', { as: anna, body: { name: 'Newer' } });
  now += 4 * 60_000;
  await stage.call('GET', '/api/board', { as: wall });
  // When a screen was last there is written down behind its answer.
  const list = await vi.waitFor(async () => {
    const listed = await stage.call('GET', '/api/wall-links', { as: anna });
    expect(listed.json().links).toMatchObject([{}, { lastSeenAt: '2026-03-02T08:05:00.000Z' }]);
    return listed;
  });
  expect(list.json().links).toMatchObject([
    { name: 'Newer', createdBy: 'TECH\\anna', screens: 'one', openedAt: null, lastSeenAt: null },
    {
      name: 'Operations room',
      createdAt: '2026-03-02T08:00:00.000Z',
      openedAt: '2026-03-02T08:00:00.000Z',
      lastSeenAt: '2026-03-02T08:05:00.000Z',
    },
  ]);
  expect(list.text).not.toContain(wall.token);
  const rows = await stage.bff.context.store.db.selectFrom('wall_links').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(wall.token);
});

test('a wall lives on for months while its page is opened now and then, also across restarts', async () => {
  const day = 24 * 3_600_000;
  let now = Date.parse('2026-03-02T08:00:00Z');
  const stage = await httpStage({ overrides: { clock: { now: () => now } } });
  const wall = await stage.openWall(await stage.signIn('anna'));
  for (let month = 1; month <= 14; month += 1) {
    now += 30 * day;
    const opened = await stage.call('GET', '/wall', { headers: { cookie: wall.cookie } });
    expect(opened.headers['set-cookie']?.[0]).toContain(`${wall.cookie}; `);
    expect(opened.headers['set-cookie']?.[0]).toContain('Max-Age=15552000');
  }
  await stage.restart();
  expect((await stage.call('GET', '/api/board', { as: wall })).status).toBe(200);
  now += 181 * day;
  expect((await stage.call('GET', '/wall', { headers: { cookie: wall.cookie } })).headers).not.toHaveProperty(
    'set-cookie',
  );
  expect((await stage.call('GET', '/api/board', { as: wall })).status).toBe(401);
});

test('a wall that was not displayed for half a year leaves nothing behind once somebody signs in', async () => {
  const day = 24 * 3_600_000;
  let now = Date.parse('2026-03-02T08:00:00Z');
  const stage = await httpStage({ overrides: { clock: { now: () => now } } });
  const anna = await stage.signIn('anna');
  const [left, used] = [await stage.openWall(anna), await stage.openWall(anna)];
  const rows = async () =>
    (
      await stage.bff.context.store.db
        .selectFrom('browser_sessions')
        .select('wall_link_id')
        .where('role', '=', 'wall')
        .execute()
    ).map(({ wall_link_id }) => wall_link_id);
  now += 179 * day;
  await stage.call('GET', '/api/board', { as: used });
  await stage.signIn('anna');
  expect((await rows()).toSorted()).toEqual([left.linkId, used.linkId].toSorted());
  now += 2 * day;
  await stage.signIn('anna');
  expect(await rows()).toEqual([used.linkId]);
  expect((await stage.call('GET', '/api/board', { as: used })).status).toBe(200);
});

test('a person who opens a wall link stays who they are', async () => {
  const { call, signIn, openWall } = await httpStage();
  const anna = await signIn('anna');
  const wall = await openWall(anna);
  const both = { cookie: `${wall.cookie}; ${anna.cookie}` };
  expect((await call('GET', '/api/session', { headers: both })).json()).toMatchObject({
    user: 'TECH\\anna',
    role: 'operator',
  });
});
