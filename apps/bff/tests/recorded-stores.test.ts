import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { taskList } from '@retry-desk/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkJournal } from '#retries/check-journal.ts';
import type { Route } from '#route.ts';
import { migrationsFor } from '#store/migrations/list.ts';
import { openStore } from '#store/open-store.ts';
import { type HttpStage, httpStage, type Reply } from './http-stage.ts';
import { type Facts, factsOf, putPostgres, putSqlite, recordedSecret, recordings } from './recorded-stores.ts';
import { type StoreBench, storeBenches } from './stores.ts';

/** Answers for which Enterprise Manager is to blame. */
const ofEm = new Set(['em-unreachable', 'em-refused']);

/** A recorded store in a fresh place, as the environment names it. */
async function place(name: string, bench: StoreBench): Promise<Record<string, string>> {
  if (bench.kind === 'postgres') {
    const { databaseUrl = '' } = await bench.place();
    await putPostgres(name, databaseUrl);
    return { DATABASE_URL: databaseUrl };
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'retry-desk-recorded-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  putSqlite(name, dataDir);
  return { DATA_DIR: dataDir };
}

function open(environment: Record<string, string>) {
  return openStore({ databaseUrl: environment.DATABASE_URL, dataDir: environment.DATA_DIR ?? '' });
}

/** The bodies for each unsafe row; the others take an empty one. */
const bodies: Record<string, unknown> = {
  'POST /api/wall-links': { name: 'Second room' },
  'POST /api/wall-pairings': { code: '34679A' },
  'POST /api/tokens': { name: 'new', role: 'viewer', days: 1 },
  'POST /api/session': { username: 'TECH\\ben', password: 'ben-demo' },
  'POST /api/agents/jobs': { jobs: [] },
};

function pathOf({ path, action }: Route, { wall, ended }: Facts): string {
  const id = path.startsWith('/api/wall-links') ? wall.linkId : ended;
  const filled = path.replace('{token}', wall.token).replace('{id}', id);
  return action === undefined ? filled : `${filled}?action=${action}`;
}

/** Reads before writes, and what ends our own session at the very end. */
function order({ method, path }: Route): number {
  if (path === '/api/session' && method === 'DELETE') return 3;
  return method === 'GET' ? 0 : method === 'DELETE' ? 2 : 1;
}

async function callAll(stage: HttpStage, facts: Facts): Promise<Map<string, Reply>> {
  const answers = new Map<string, Reply>();
  for (const row of stage.bff.routes.toSorted((a, b) => order(a) - order(b))) {
    const path = pathOf(row, facts);
    const call = `${row.method} ${row.path}`;
    const body = row.body === undefined ? undefined : (bodies[call] ?? {});
    const answer = await stage.call(row.method, path, { as: facts.operator, body });
    answers.set(row.action === undefined ? call : `${call} ${row.action}`, answer);
  }
  return answers;
}

function isFault({ status, text, headers }: Reply): boolean {
  if (status < 500) return false;
  return !(headers['content-type']?.includes('problem+json') === true && ofEm.has(JSON.parse(text).code));
}

test('the list of migrations without the newest one is recorded', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'retry-desk-recorded-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  putSqlite(recordings.at(-1) ?? '', dataDir);
  const db = new DatabaseSync(join(dataDir, 'retry-desk.sqlite'));
  onTestFinished(() => db.close());
  const listed = db.prepare('select name from kysely_migration order by name').all();
  expect(listed.map(({ name }) => name)).toEqual(Object.keys(migrationsFor('sqlite')).slice(0, -1));
});

describe.each(storeBenches())('a store made by an earlier version, in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test.each(recordings)(
    '%s is brought up to date, and every route answers from it',
    { timeout: 90_000 },
    async (name) => {
      const facts = factsOf(name, bench.kind);
      // A minute after it was recorded, so that who was signed in then still is.
      const behind = Date.now() - facts.recordedAt - 60_000;
      const stage = await httpStage({
        simulator: { jobs: 6 },
        environment: { ...(await place(name, bench)), SESSION_SECRET: recordedSecret },
        overrides: { clock: { now: () => Date.now() - behind } },
      });
      const wall = await stage.call('GET', '/api/board', { as: facts.wall });
      expect(wall.status, wall.text).toBe(200);
      if (facts.token !== null) {
        const headers = { authorization: `Bearer ${facts.token}` };
        expect((await stage.call('GET', '/api/tasks', { headers })).status).toBe(200);
      }
      const answers = await callAll(stage, facts);
      expect([...answers].filter(([, reply]) => isFault(reply)).map(([call, { text }]) => [call, text])).toEqual([]);
      const { tasks } = taskList.parse(answers.get('GET /api/tasks')?.json());
      expect(tasks.map(({ taskId }) => taskId)).toEqual([facts.begun, facts.ended]);
      expect(answers.get('GET /api/tasks/{id}')?.json()).toMatchObject({
        jobName: facts.jobs[0],
        note: 'cable was out',
      });
      expect(answers.get('GET /api/wall-links')?.json()).toMatchObject({
        links: [
          {
            id: facts.wall.linkId,
            screens: Number.parseInt(name, 10) < 8 ? 'many' : 'one',
            openedAt: expect.any(String),
          },
        ],
      });
      expect(answers.get('GET /api/session')?.json()).toMatchObject({ user: 'TECH\\anna' });
      expect((await checkJournal(stage.bff.context)).faults).toEqual([]);
    },
  );

  test.each(recordings)('%s keeps its guards', async (name) => {
    const store = await open(await place(name, bench));
    onTestFinished(() => store.close());
    const { db } = store;
    await expect(sql`update retry_steps set evidence = 'x'`.execute(db)).rejects.toThrow('never changed');
    await expect(sql`delete from retries`.execute(db)).rejects.toThrow('never removed');
    const line = { id: 'x', at: 1, kind: 'denied', user_name: null, address: null, subject: null, detail: null };
    await db.insertInto('audit_log').values(line).execute();
    await expect(sql`update audit_log set kind = 'y'`.execute(db)).rejects.toThrow('never changed');
    await expect(sql`delete from audit_log`.execute(db)).rejects.toThrow(/never (shortened|changed)/);
    if (bench.kind === 'sqlite') return;
    await expect(sql`truncate audit_log`.execute(db)).rejects.toThrow('never changed');
    await expect(sql`truncate retry_steps`.execute(db)).rejects.toThrow('never removed');
  });

  test('a column that is missing stops the start with its name and what to do', async () => {
    const { open: openPlace } = await bench.place();
    const store = await openPlace();
    await sql`alter table wall_links drop column opened_at`.execute(store.db);
    await sql`alter table api_tokens drop column listed`.execute(store.db);
    await store.close();
    await expect(openPlace()).rejects.toMatchObject({
      name: 'StoreOpenError',
      message: expect.stringMatching(/^The journal lacks wall_links\.opened_at, api_tokens\.listed, .*restore it/),
    });
  });

  test('a store of a newer version is refused in one sentence and left as it is', async () => {
    const { open: openPlace } = await bench.place();
    const store = await openPlace();
    const before = await store.db.introspection.getTables();
    await sql`delete from kysely_migration where name like '009%'`.execute(store.db);
    await sql`insert into kysely_migration (name, timestamp) values ('999-later', '2027-01-01')`.execute(store.db);
    await store.close();
    for (let time = 0; time < 2; time += 1) {
      await expect(openPlace()).rejects.toMatchObject({
        name: 'StoreOpenError',
        message: expect.stringMatching(
          /newer Retry Desk \(999-later\): start that version or a newer one; nothing was changed\.$/,
        ),
      });
    }
    expect(before.length).toBeGreaterThan(8);
  });
});
