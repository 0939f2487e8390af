import { auditList } from '@retry-desk/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { readAudit } from '#audit/read-audit.ts';
import { writeAuditLine } from '#store/write-audit.ts';
import { cookieOf, httpStage } from './http-stage.ts';
import { storeBenches } from './stores.ts';

/** The actions of a day, each kind of line once. */
async function day() {
  const stage = await httpStage({ simulator: { speed: 20 }, environment: { RETRY_POLL_SECONDS: '1' } });
  const { em, call } = stage;
  const job = em.world.addJob({ name: '=HYPERLINK("x")', machines: ['m1'], last: 'failed', outcome: 'success' });
  await call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'guess' } });
  await call('POST', '/api/session', { body: { username: 'TECH\\rita', password: 'rita-demo' } });
  const [anna, ben, henry] = [await stage.signIn('anna'), await stage.signIn('ben'), await stage.signIn('henry')];
  await vi.waitFor(async () => expect((await call('GET', '/readyz')).status).toBe(200));
  await call('POST', '/api/collect', { as: henry });
  await call('POST', '/api/collect', { as: anna });
  await call('POST', '/api/collect', { as: { cookie: anna.cookie, csrf: 'wrong' } });
  const wall = await stage.openWall(anna);
  await call('DELETE', `/api/wall-links/${wall.linkId}`, { as: ben });
  const made = await call('POST', '/api/tokens', { as: anna, body: { name: 'nightly', role: 'viewer', days: 3 } });
  const { token } = made.json() as { token: { id: string } }; // the contract's newApiToken
  await call('DELETE', `/api/tokens/${token.id}`, { as: anna });
  const retried = await call('POST', `/api/agents/jobs/${job.id}?action=retry`, { as: anna, body: { note: 'again' } });
  const { sessions } = (await call('GET', '/api/sessions', { as: anna })).json() as {
    sessions: { id: string; user: string }[];
  }; // the contract's sessionList
  await call('DELETE', `/api/sessions/${sessions.find(({ user }) => user === 'TECH\\ben')?.id}`, { as: anna });
  await call('DELETE', '/api/session', { as: henry });
  return { stage, anna, job, taskId: String(retried.json().taskId) };
}

test('all actions are in one log, newest first, for operators, filtered by kind and person', async () => {
  const { stage, anna, job, taskId } = await day();
  const read = async (query = '') =>
    auditList.parse((await stage.call('GET', `/api/audit${query}`, { as: anna })).json()).entries;
  await vi.waitFor(async () => expect((await read('?kind=denied')).length).toBe(2));
  const all = await read();
  const lines = all.map(({ kind, user, subject, detail }) => [kind, user, subject, detail]);
  expect(lines.toReversed().filter(([kind]) => kind !== 'denied')).toEqual([
    ['sign-in-refused', null, 'not known', 'name or password'],
    ['sign-in-refused', 'TECH\\rita', 'TECH\\rita', 'no role'],
    ['signed-in', 'TECH\\anna', null, 'operator, by Enterprise Manager'],
    ['signed-in', 'TECH\\ben', null, 'operator, by Enterprise Manager'],
    ['signed-in', 'TECH\\henry', null, 'viewer, by Enterprise Manager'],
    ['collect', 'TECH\\anna', expect.any(String), null],
    ['wall-link-made', 'TECH\\anna', 'Operations room', null],
    ['wall-opened', null, 'Operations room', null],
    ['wall-link-revoked', 'TECH\\ben', 'Operations room', null],
    ['token-made', 'TECH\\anna', 'nightly', 'viewer, 3 days'],
    ['token-revoked', 'TECH\\anna', 'nightly', 'made by TECH\\anna'],
    ['retry', 'TECH\\anna', job.name, `task ${taskId}`],
    ['session-ended', 'TECH\\anna', 'TECH\\ben', null],
    ['signed-out', 'TECH\\henry', null, null],
  ]);
  expect(lines.filter(([kind]) => kind === 'denied').toSorted()).toEqual([
    ['denied', 'TECH\\anna', 'POST /api/collect', 'csrf'],
    ['denied', 'TECH\\henry', 'POST /api/collect', 'forbidden'],
  ]);
  expect(all.every(({ address }) => address === '127.0.0.1')).toBe(true);
  expect((await read('?by=HENRY')).map(({ kind }) => kind).toSorted()).toEqual(['denied', 'signed-in', 'signed-out']);
  expect((await read('?kind=retry&by=anna')).length).toBe(1);
  expect(await read(`?since=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
});

test('as CSV it is whole, and no name in it is a formula', async () => {
  const { stage, anna } = await day();
  const csv = await stage.call('GET', '/api/audit', { as: anna, headers: { accept: 'text/csv' } });
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  const lines = csv.text.trimEnd().split('\r\n');
  expect(lines[0]).toBe('at,kind,user,address,subject,detail,id,person');
  expect(lines.length).toBeGreaterThan(14);
  expect(csv.text).toContain(`"'=HYPERLINK(""x"")"`);
});

test('a wall names no person, whatever its link is called', async () => {
  const stage = await httpStage();
  const { call } = stage;
  const anna = await stage.signIn('anna');
  const made = await call('POST', '/api/wall-links', { as: anna, body: { name: 'TECH\\ben' } });
  const cookie = cookieOf(await call('POST', new URL(String(made.json().url)).pathname));
  const { csrfToken } = (await call('GET', '/api/session', { headers: { cookie } })).json();
  await call('GET', '/api/tasks', { headers: { cookie } });
  await call('DELETE', '/api/session', { headers: { cookie, 'x-csrf-token': String(csrfToken) } });
  const read = async (query: string) =>
    auditList
      .parse((await call('GET', `/api/audit?${query}`, { as: anna })).json())
      .entries.map(({ kind, user, subject, detail }) => [kind, user, subject, detail]);
  await vi.waitFor(async () =>
    expect(await read('kind=denied')).toEqual([['denied', null, 'GET /api/tasks', 'forbidden, the wall TECH\\ben']]),
  );
  expect(await read('kind=signed-out')).toEqual([['signed-out', null, 'the wall TECH\\ben', null]]);
  expect(await read('by=ben')).toEqual([]);
  const line = stage.logs.map((each) => JSON.parse(each)).find(({ route }) => route === '/api/tasks');
  expect(line).toMatchObject({ user: null, wall: 'TECH\\ben', status: 403 });
});

test('somebody who is denied all day does not fill the log', async () => {
  const stage = await httpStage();
  const henry = await stage.signIn('henry');
  for (let index = 0; index < 60; index += 1) await stage.call('GET', '/api/audit', { as: henry });
  const anna = await stage.signIn('anna');
  const read = async () => (await stage.call('GET', '/api/audit?kind=denied', { as: anna })).json().entries;
  await vi.waitFor(async () => expect(await read()).toHaveLength(30));
});

describe.each(storeBenches())('the log in $kind', (bench) => {
  beforeAll(() => bench.start());
  afterAll(() => bench.stop());

  async function filled(count: number) {
    const store = await (await bench.place()).open();
    onTestFinished(() => store.close());
    for (let index = 0; index < count; index += 1) {
      await writeAuditLine(store, 1_000 + index, { kind: 'collect', user: 'TECH\\anna', subject: `line ${index}` });
    }
    return store;
  }

  test('is never changed nor shortened: the database refuses', async () => {
    const { db, kind } = await filled(2);
    const before = await db.selectFrom('audit_log').selectAll().execute();
    const [{ id } = { id: '' }] = before;
    const ways = [
      sql`update audit_log set user_name = 'nobody'`,
      sql`delete from audit_log`,
      ...(kind === 'postgres'
        ? [sql`truncate audit_log`, sql`truncate audit_log cascade`]
        : [
            sql`insert or replace into audit_log (id, at, kind) values (${id}, 1, 'collect')`,
            sql`replace into audit_log (rowid, id, at, kind) values (1, 'another', 1, 'collect')`,
            sql`update or replace audit_log set id = ${id}`,
          ]),
    ];
    for (const statement of ways) await expect(statement.execute(db)).rejects.toThrow(/the audit log is never/);
    expect(await db.selectFrom('audit_log').selectAll().execute()).toEqual(before);
  });

  test('is read page by page, none twice and none left out', async () => {
    const store = await filled(25);
    const seen: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await readAudit(store, cursor === undefined ? {} : { cursor }, 10);
      seen.push(...page.entries.map(({ subject }) => subject));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `line ${24 - index}`));
  });

  test('takes no more than a line of whatever it is given', async () => {
    const store = await filled(0);
    await writeAuditLine(store, 1, { kind: 'denied', user: 'x'.repeat(10_000), detail: 'y'.repeat(10_000) });
    const [row] = await store.db.selectFrom('audit_log').selectAll().execute();
    expect([row?.user_name?.length, row?.detail?.length]).toEqual([500, 500]);
  });

  test('takes no control characters, which would end a line of it or the statement', async () => {
    const store = await filled(0);
    await writeAuditLine(store, 1, { kind: 'denied', user: null, subject: 'a\0b\nc\u001b', detail: 'd\u0085' });
    const [row] = await store.db.selectFrom('audit_log').selectAll().execute();
    expect([row?.user_name, row?.subject, row?.detail]).toEqual([null, 'a\ufffdb\ufffdc\ufffd', 'd\ufffd']);
  });
});
