import { gunzipSync } from 'node:zlib';
import { jobDetail, jobList, machineList, type Role, wallBoard } from '@retry-desk/contract';
import { describe, expect, test } from 'vitest';
import { boardRoutes } from '#board/routes.ts';
import { noAttention } from '#board/sources.ts';
import { Refusal } from '#route.ts';
import { createTurns } from '#store/turns.ts';
import { boardScene, type SceneOptions } from './board-scene.ts';
import { piecesOf } from './pieces.ts';

/** The routes of the board over a simulated Enterprise Manager; `call` does what the HTTP frame does with a row. */
async function routesScene(options: SceneOptions = {}, audit: () => Promise<void> = async () => undefined) {
  const scene = await boardScene(options);
  const { mirror, board, em, clock, desk } = scene;
  const logger = { info() {}, warn() {}, error() {} };
  const exports = createTurns();
  const rows = boardRoutes({
    mirror,
    board,
    em,
    clock,
    audit,
    logger,
    exports,
    retries: desk,
    causes: { of: () => null, list: () => [], ofJob: async () => [] },
    attention: noAttention,
    retriesOf: async () => [],
  });
  type Ask = { params?: object; query?: object; role?: Role; headers?: Record<string, string> };
  async function call(method: string, path: string, ask: Ask = {}) {
    const row = rows.find((each) => each.method === method && each.path === path);
    if (row === undefined) throw new Error(`no row ${method} ${path}`);
    return await row.handler({
      params: ask.params,
      query: ask.query ?? {},
      body: undefined,
      caller: {
        sessionId: 's',
        user: 'TECH\\anna',
        role: ask.role ?? 'operator',
        via: 'browser',
        wall: ask.role === 'wall' ? { servers: null, reasons: true } : null,
      },
      header: (name) => ask.headers?.[name],
      remoteAddress: '127.0.0.1',
    });
  }
  return { ...scene, rows, call };
}

/** The JSON in an answer's bytes. */
function jsonOf({ body }: { body?: unknown }): unknown {
  if (!(body instanceof Uint8Array)) throw new Error('bytes');
  return JSON.parse(Buffer.from(body).toString());
}

const jobPath = '/api/agents/jobs/{id}';

describe('before the first read', () => {
  test.each(['/api/agents/jobs', '/api/machines', '/api/causes'])(
    '%s refuses instead of answering with nothing',
    async (path) => {
      const { call } = await routesScene();
      await expect(call('GET', path)).rejects.toMatchObject({ code: 'em-unreachable' });
    },
  );

  test('the board itself is answered and shows why it is empty', async () => {
    const { call } = await routesScene();
    const answer = await call('GET', '/api/board');
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('x-taken-at');
  });
});

describe('one job', () => {
  test('comes with its runs, their machine results and its row', async () => {
    const { sim, board, call } = await routesScene();
    const job = sim.world.addJob({ name: 'Detail', machines: ['d1', 'd2'], last: 'failed', reason: 'Full', streak: 2 });
    await board.refreshNow();
    const { body } = await call('GET', jobPath, { params: { id: job.id } });
    const detail = jobDetail.parse(body);
    expect(detail.job).toMatchObject({ id: job.id, name: 'Detail', state: 'failed', streak: 2 });
    expect(detail.runs.length).toBeGreaterThan(1);
    expect(detail.runs.map(({ startedAt }) => startedAt)).toEqual(
      detail.runs
        .map((run) => run.startedAt)
        .sort()
        .reverse(),
    );
    expect(detail.runs[0]?.machines?.map(({ machine }) => machine).sort()).toEqual(['d1', 'd2']);
    expect(detail.runs[0]?.machines?.some(({ reason }) => reason === 'Full')).toBe(true);
  });

  test('reads ended runs from Enterprise Manager once', async () => {
    const { sim, board, call } = await routesScene();
    const job = sim.world.addJob({ name: 'Detail', machines: ['d1'], last: 'failed' });
    await board.refreshNow();
    await call('GET', jobPath, { params: { id: job.id } });
    const before = sim.requests.length;
    await Promise.all([1, 2, 3].map(() => call('GET', jobPath, { params: { id: job.id } })));
    expect(sim.requests.length).toBe(before);
  });

  test('is shown without machine results while Enterprise Manager does not answer', { timeout: 60_000 }, async () => {
    const { sim, board, call } = await routesScene();
    const job = sim.world.addJob({ name: 'Detail', machines: ['d1'], last: 'failed', streak: 3 });
    await board.refreshNow();
    sim.faults.add({ times: Number.POSITIVE_INFINITY, do: { kind: 'hang' } });
    const detail = jobDetail.parse((await call('GET', jobPath, { params: { id: job.id } })).body);
    expect(detail.runs[0]?.machines).not.toBeNull();
    expect(detail.runs.at(-1)?.machines).toBeNull();
  });

  test('unknown is not found; an id that is none does not pass the schema', async () => {
    const { rows, board, call } = await routesScene();
    await board.refreshNow();
    const unknown = call('GET', jobPath, { params: { id: '00000000-0000-4000-8000-000000000000' } });
    await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
    const params = rows.find(({ path }) => path === jobPath)?.params;
    for (const id of ['', 'x', '../jobs', '00000000-0000-4000-8000-00000000000g', "1' or '1'='1"]) {
      expect(params?.safeParse({ id }).success).toBe(false);
    }
  });
});

describe('lists', () => {
  test('all jobs, those that failed, and a machine with its results', async () => {
    const { sim, board, call, read } = await routesScene();
    sim.world.addJob({ name: 'Payroll', machines: ['pay01'], last: 'failed', reason: 'Full' });
    await board.refreshNow();
    const all = jobList.parse(jsonOf(await call('GET', '/api/agents/jobs')));
    expect(all.jobs).toHaveLength(25);
    expect(all.takenAt).toBe(read().em.lastGoodAt);
    const failed = jobList.parse(jsonOf(await call('GET', '/api/agents/jobs', { query: { state: 'failed' } })));
    expect(failed.jobs).toHaveLength(read().failed.length);
    const found = machineList.parse((await call('GET', '/api/machines', { query: { q: 'PAY0' } })).body);
    expect(found.machines[0]).toMatchObject({ machine: 'pay01' });
    expect(found.machines[0]?.results[0]).toMatchObject({ jobName: 'Payroll', result: 'failed', reason: 'Full' });
  });

  test('a list that has not changed is not sent again, and comes compressed', async () => {
    const { board, call } = await routesScene({ simulator: { clock: { now: () => Date.UTC(2026, 2, 18, 12) } } });
    await board.refreshNow();
    await board.refreshNow();
    const first = await call('GET', '/api/agents/jobs', { headers: { 'accept-encoding': 'gzip' } });
    expect(first.headers).toMatchObject({ 'content-encoding': 'gzip', 'x-em-state': 'ok' });
    expect(jobList.parse(JSON.parse(gunzipSync(first.body as Uint8Array).toString())).jobs).toHaveLength(24); // checked by the header
    await board.refreshNow();
    const headers = { 'if-none-match': String(first.headers?.etag) };
    expect(await call('GET', '/api/agents/jobs', { headers })).toMatchObject({ status: 304 });
    expect(await call('GET', '/api/agents/jobs', { headers, query: { state: 'failed' } })).toMatchObject({
      status: 200,
    });
  });

  test('a failed machine comes with its last good backup and its next run, on request', async () => {
    const { sim, board, call } = await routesScene();
    const job = sim.world.addJob({ name: 'Ledger', machines: ['led01'], last: 'failed', streak: 2 });
    await board.refreshNow();
    const found = machineList.parse(
      (await call('GET', '/api/machines', { query: { q: 'led01', lastGood: 'true' } })).body,
    );
    const row = board.known() === null ? null : (await board.rows()).find(({ id }) => id === job.id);
    expect(row?.lastSuccessAt).toBeTruthy();
    // The machine ends with its run at the latest.
    const lastGoodAt = Date.parse(found.machines[0]?.lastGoodAt ?? '');
    expect(lastGoodAt).toBeLessThanOrEqual(Date.parse(row?.lastSuccessAt ?? ''));
    expect(lastGoodAt).toBeGreaterThan(Date.parse(row?.lastSuccessAt ?? '') - 2 * 3_600_000);
    expect(found.machines[0]).toHaveProperty('nextRunAt');
  });

  test('as CSV the failed ones are those of the board, filtered as there, each cell safe, in a file named after the day', async () => {
    const { sim, board, call, read } = await routesScene();
    for (const [name, streak] of [
      ['=1+1', 4],
      ['Ärzte', 1],
    ] as const)
      sim.world.addJob({ name, machines: ['a', 'b'], last: 'failed', reason: 'Full', streak });
    await board.refreshNow();
    const table = async (query: object, accept = 'text/csv') => {
      const { headers, body } = await call('GET', '/api/agents/jobs', { query, headers: { accept } });
      const pieces = await piecesOf<string | Uint8Array>(body as AsyncIterable<string | Uint8Array>); // the output of csvAnswer
      return { headers, bytes: Buffer.concat(pieces.map((piece) => Buffer.from(piece))) };
    };
    const all = await table({ state: 'failed' });
    expect(all.headers).toEqual({
      'content-disposition': expect.stringMatching(/^attachment; filename="failed-jobs-\d{4}-\d\d-\d\d\.csv"$/),
    });
    const lines = all.bytes.toString().trimEnd().split('\r\n');
    expect(lines[0]).toContain('job,state,platform,backupServer,runStartedAt');
    expect(lines.filter((line) => /,(?:failed|unknown),/.test(line)).length).toBe(read().failed.length);
    expect(all.bytes.toString()).toContain(`"'=1+1",failed,`);
    const narrow = await table({ state: 'failed', q: 'full', streak: '3' });
    expect(narrow.bytes.toString().trimEnd().split('\r\n')).toHaveLength(2);
    const none = await table({ state: 'failed', retriedSince: new Date(0).toISOString() });
    expect(none.bytes.toString()).toMatch(/^job,[^\n]+\r\n$/);
    const sheet = await table({ q: 'ärzte' }, 'text/tab-separated-values');
    expect(sheet.bytes.toString('utf16le')).toMatch(/^\ufeffjob\t.+\r\nÄrzte\tfailed\t/);
  });

  test('a machine that succeeded is found too', async () => {
    const { sim, board, call } = await routesScene();
    sim.world.addJob({ name: 'Fine', machines: ['fine01'], last: 'success' });
    await board.refreshNow();
    const found = machineList.parse((await call('GET', '/api/machines', { query: { q: 'fine01' } })).body);
    expect(found.machines[0]?.results[0]).toMatchObject({ jobName: 'Fine', result: 'success' });
  });
});

test('a wall gets its own shape and nothing else, from the board the bytes of the wall', async () => {
  const { board, rows, call } = await routesScene();
  await board.refreshNow();
  const answer = await call('GET', '/api/board', { role: 'wall' });
  const body = jsonOf(answer);
  expect(wallBoard.parse(body)).toEqual(body);
  expect(answer.body).toBe((await call('GET', '/api/wall', { role: 'wall' })).body);
  const described = rows.find(({ path }) => path === '/api/board')?.output;
  expect(described?.safeParse(body).success).toBe(true);
});

describe('collect', () => {
  test('requests one collection from every backup server', async () => {
    const { sim, board, call } = await routesScene();
    await board.refreshNow();
    const answer = await call('POST', '/api/collect');
    expect(answer.status).toBe(202);
    const asked = sim.requests.filter(
      ({ method, path }) => method === 'POST' && /backupServers\/.*action=collect/i.test(path),
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(new Set(asked.map(({ path }) => path)).size).toBe(asked.length);
    expect(answer.body).toMatchObject({ refused: [] });
  });

  test('is requested after it was recorded, and not at all where that fails', async () => {
    const fault = new Refusal('store-unavailable', 'The journal is away.');
    const { sim, call } = await routesScene({}, () => Promise.reject(fault));
    await expect(call('POST', '/api/collect')).rejects.toBe(fault);
    expect(sim.requests.filter(({ path }) => path.includes('action=collect'))).toEqual([]);
  });

  test('is refused when Enterprise Manager is away', { timeout: 60_000 }, async () => {
    const { sim, call } = await routesScene();
    await sim.stop();
    const refusal: unknown = await call('POST', '/api/collect').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'em-unreachable' });
  });
});
