import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { wallBoard } from '@retry-desk/contract';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Browser, type HttpStage, httpStage, type Reply } from './http-stage.ts';
import { replicaStage } from './replica-stage.ts';
import { ownPostgresBench } from './stores.ts';

const MINUTE = 60_000;

/** Asks for these again and again until the end; how long each answer took (ms), in order of size. */
async function measure(asks: (() => Promise<Reply>)[], until: Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  let over = false;
  void until.finally(() => {
    over = true;
  });
  while (!over) {
    for (const ask of asks) {
      const beganAt = performance.now();
      const { status, text } = await ask();
      expect(status, text).toBe(200);
      took.push(performance.now() - beganAt);
    }
    await pause(25);
  }
  return took.sort((a, b) => a - b);
}

/** The one failed job that nobody has retried yet. */
async function failedJob({ call }: HttpStage, as: Browser, not?: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const { failed } = (await call('GET', '/api/board', { as })).json() as { failed: { id: string }[] }; // the contract's board
      const id = failed.find((row) => row.id !== not)?.id;
      if (id === undefined) throw new Error('nothing failed yet');
      return id;
    },
    { timeout: 15_000 },
  );
}

/** Requests by which a job is begun again. */
function sent(em: HttpStage['em']) {
  return em.requests.filter(({ method, path }) => method === 'POST' && /\/agents\/jobs\//.test(path));
}

async function journalState({ call }: HttpStage, as: Browser, path: string): Promise<unknown> {
  const body = (await call('GET', path, { as })).json() as { journal?: { state: string } }; // board, status or readiness
  return body.journal?.state;
}

describe('a journal that another process holds locked', () => {
  test('keeps nobody from reading, sends nothing, is reported within ten seconds, and recovers afterwards', {
    timeout: 90_000,
  }, async () => {
    let ahead = 0;
    const stage = await httpStage({
      simulator: { speed: 1 },
      overrides: { clock: { now: () => Date.now() + ahead } },
    });
    const { call, em } = stage;
    const anna = await stage.signIn('anna');
    const wall = await stage.openWall(anna);
    const made = await call('POST', '/api/tokens', { as: anna, body: { name: 'x', role: 'viewer', days: 1 } });
    const script = { authorization: `Bearer ${made.json().secret}` };
    const first = await failedJob(stage, anna);
    expect((await call('POST', `/api/agents/jobs/${first}?action=retry`, { as: anna, body: {} })).status).toBe(202);
    const second = await failedJob(stage, anna, first);
    const other = new DatabaseSync(`${stage.environment.DATA_DIR}/retry-desk.sqlite`, { timeout: 10_000 });
    onTestFinished(() => other.close());
    other.exec('begin immediate');
    // From now on every reader is also noted as seen.
    ahead = 2 * MINUTE;

    const beganAt = performance.now();
    const refused = call('POST', `/api/agents/jobs/${second}?action=retry`, { as: anna, body: {} });
    const named = vi.waitFor(
      async () => {
        for (const path of ['/api/board', '/api/status', '/readyz'])
          expect(await journalState(stage, anna, path), path).toBe('not-responding');
      },
      { timeout: 10_000, interval: 200 },
    );
    const asks = ['/api/board', '/api/session', '/api/agents/jobs', '/api/tasks'].map(
      (path) => () => call('GET', path, { as: anna }),
    );
    asks.push(() => call('GET', '/api/board', { as: wall }));
    asks.push(() => call('GET', '/api/agents/jobs', { headers: script }));
    const took = await measure(asks, Promise.all([named, pause(6_000)]));
    expect(took[Math.floor(took.length / 2)]).toBeLessThan(200);
    // Before, every new request waited with the lock, for seconds.
    expect(took.at(-1)).toBeLessThan(2_000);
    expect(await refused).toMatchObject({ status: 503 });
    expect((await refused).json()).toMatchObject({
      code: 'store-unavailable',
      detail: expect.stringMatching(/locked|respond/),
    });
    expect(performance.now() - beganAt).toBeGreaterThan(5_000);
    expect(sent(em)).toHaveLength(1);
    const again = performance.now();
    expect((await call('POST', `/api/agents/jobs/${second}?action=retry`, { as: anna, body: {} })).status).toBe(503);
    expect(performance.now() - again).toBeLessThan(5_500);
    expect(wallBoard.parse((await call('GET', '/api/board', { as: wall })).json()).journal.state).toBe(
      'not-responding',
    );
    const readiness = await call('GET', '/readyz');
    expect([readiness.status, readiness.json().waitingFor]).toEqual([503, ['the journal']]);

    other.exec('rollback');
    await vi.waitFor(async () => expect(await journalState(stage, anna, '/api/board')).toBe('ok'), { timeout: 10_000 });
    expect((await call('POST', `/api/agents/jobs/${second}?action=retry`, { as: anna, body: {} })).status).toBe(202);
    expect(sent(em)).toHaveLength(2);
    expect((await call('GET', '/readyz')).status).toBe(200);
    expect(stage.logs.join('')).toContain('journal.not-responding');
  });
});

describe('a PostgreSQL that hangs', () => {
  const postgres = ownPostgresBench();
  beforeAll(() => postgres.start(), 120_000);
  afterAll(() => postgres.stop());

  test('keeps no process from polling Enterprise Manager and nobody from reading the board', {
    timeout: 300_000,
  }, async () => {
    const stage = await replicaStage(await postgres.place(), { speed: 1 });
    const replicas = [await stage.begin(), await stage.begin()];
    const people = await Promise.all(replicas.map((replica) => replica.signIn('anna')));
    const boards = () =>
      Promise.all(replicas.map((replica, n) => replica.board(people[n] ?? { cookie: '', csrf: '' })));
    await vi.waitFor(
      async () => {
        for (const { em } of await boards()) expect(em.state).toBe('ok');
      },
      { timeout: 20_000 },
    );
    const failed = (await boards())[0]?.failed[0]?.id;
    postgres.freeze();
    try {
      const frozenAt = Date.now();
      const beganAt = performance.now();
      const refused = await replicas[0]?.call('POST', `/api/agents/jobs/${failed}?action=retry`, people[0], {});
      expect(refused?.status).toBe(503);
      expect(performance.now() - beganAt).toBeLessThan(8_000);
      await vi.waitFor(
        async () => {
          for (const { journal } of await boards()) expect(journal.state).toBe('not-responding');
        },
        { timeout: 15_000, interval: 200 },
      );
      for (const replica of replicas) expect((await replica.call('GET', '/readyz', undefined)).status).toBe(503);
      for (const replica of replicas) {
        const askedAt = performance.now();
        expect(await (await replica.call('GET', '/metrics', undefined)).text()).toContain(
          '\nretry_desk_journal_up 0\n',
        );
        expect(performance.now() - askedAt).toBeLessThan(2_000);
      }
      // Both read by themselves, longer than the one that read for both is certain of its right to.
      const later = new Date(frozenAt + 15_000).toISOString();
      await vi.waitFor(
        async () => {
          for (const answer of await Promise.all(
            replicas.map((replica, n) => replica.call('GET', '/api/board', people[n])),
          ))
            expect((answer.headers.get('x-taken-at') ?? '') > later, [...answer.headers].join('\n')).toBe(true);
        },
        { timeout: 40_000, interval: 200 },
      );
      const took: number[] = [];
      for (let n = 0; n < 40; n += 1) {
        const askedAt = performance.now();
        await boards();
        took.push(performance.now() - askedAt);
        await pause(50);
      }
      expect(took.sort((a, b) => a - b)[20]).toBeLessThan(1_000);
      expect(sent(stage.em)).toHaveLength(0);
    } finally {
      postgres.thaw();
    }
    await vi.waitFor(
      async () => {
        for (const { journal } of await boards()) expect(journal.state).toBe('ok');
      },
      { timeout: 30_000, interval: 200 },
    );
    await vi.waitFor(
      async () => {
        const answer = await replicas[0]?.call('POST', `/api/agents/jobs/${failed}?action=retry`, people[0], {});
        expect(answer?.status).toBe(202);
      },
      { timeout: 30_000, interval: 500 },
    );
    expect(sent(stage.em)).toHaveLength(1);
  });

  test('tables that another connection holds locked stop nobody who is known, are named all the while, and nobody waits long', {
    timeout: 120_000,
  }, async () => {
    const { databaseUrl = '' } = await postgres.place();
    const stage = await httpStage({ environment: { DATABASE_URL: databaseUrl }, simulator: { speed: 1 } });
    const { call } = stage;
    const anna = await stage.signIn('anna');
    await vi.waitFor(async () => expect((await call('GET', '/readyz')).status).toBe(200), { timeout: 15_000 });
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    onTestFinished(() => other.end());
    await other.query('begin; lock table browser_sessions, retries, audit_log, sign_in_tries in access exclusive mode');
    const readiness = await call('GET', '/readyz');
    expect([readiness.status, readiness.json().waitingFor]).toEqual([503, ['the journal']]);
    // The first one meets it; for all others it is known.
    await call('GET', '/api/board', { as: anna });
    const seen = new Set<unknown>();
    const took = await measure(
      ['/api/board', '/api/session', '/api/agents/jobs'].map((path) => async () => {
        seen.add(await journalState(stage, anna, '/api/status'));
        return call('GET', path, { as: anna });
      }),
      pause(8_000),
    );
    expect(took[Math.floor(took.length / 2)]).toBeLessThan(200);
    expect(took.at(-1)).toBeLessThan(2_000);
    expect([...seen]).toEqual(['not-responding']);
    for (const ask of [
      () => call('GET', '/api/tasks', { as: anna }),
      () => call('POST', '/api/session', { body: { username: 'TECH\\ben', password: 'ben-demo' } }),
      () => call('GET', '/api/session', { headers: { cookie: 'retry-desk=unknown' } }),
    ]) {
      const beganAt = performance.now();
      expect((await ask()).status).toBe(503);
      expect(performance.now() - beganAt).toBeLessThan(3_000);
    }
    await other.query('rollback');
    await vi.waitFor(async () => expect((await call('GET', '/readyz')).status).toBe(200), { timeout: 15_000 });
    expect((await call('GET', '/api/tasks', { as: anna })).status).toBe(200);
    expect(await journalState(stage, anna, '/api/status')).toBe('ok');
  });

  test('a table that another connection holds locked refuses a retry in bounded time, and leaves no intent', {
    timeout: 60_000,
  }, async () => {
    const { databaseUrl = '' } = await postgres.place();
    const stage = await httpStage({ environment: { DATABASE_URL: databaseUrl }, simulator: { speed: 1 } });
    const { call, em } = stage;
    const anna = await stage.signIn('anna');
    const job = await failedJob(stage, anna);
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    onTestFinished(() => other.end());
    await other.query('begin; lock table retries in exclusive mode');
    const refused = await call('POST', `/api/agents/jobs/${job}?action=retry`, { as: anna, body: {} });
    expect(refused.json()).toMatchObject({
      code: 'store-unavailable',
      detail: expect.stringContaining('does not respond'),
    });
    await other.query('rollback');
    expect(sent(em)).toHaveLength(0);
    await vi.waitFor(
      async () => {
        const answer = await call('POST', `/api/agents/jobs/${job}?action=retry`, { as: anna, body: {} });
        expect(answer.status, answer.text).toBe(202);
      },
      { timeout: 15_000, interval: 300 },
    );
    expect(sent(em)).toHaveLength(1);
  });
});
