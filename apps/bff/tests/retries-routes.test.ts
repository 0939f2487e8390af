import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from '@retry-desk/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDesk, type Desk } from '#retries/desk.ts';
import { retryRoutes } from '#retries/routes.ts';
import { sampleRow, T0 } from '#retries/samples.ts';
import type { Answer, Route } from '#route.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { createTurns } from '#store/turns.ts';
import { createModelEm } from './model-em.ts';
import { piecesOf } from './pieces.ts';

const job = '0a000000-0000-4000-8000-000000000001';
const clock = { now: () => T0 + 60_000 };
let dataDir: string;
let store: Store;
let desk: Desk;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'retry-desk-routes-'));
  store = await openStore({ dataDir });
  desk = createDesk({
    store,
    em: createModelEm(clock, [job]),
    clock,
    logger: { info() {}, warn() {}, error() {} },
    mirror: { job: () => undefined, observeRuns: () => undefined, veeamRetriesAt: () => null },
    roleNow: async () => 'operator',
    settings: { retryPollMs: 1_000, verdictMs: 120_000, retriesPerJobHour: 5, retriesPerPersonHour: 120 },
  });
  await desk.start();
});
afterEach(async () => {
  await desk.stop();
  await store.close();
  await rm(dataDir, { recursive: true });
});

type Asked = { params?: unknown; query?: unknown; body?: unknown; headers?: Record<string, string> };

function row(method: Route['method'], path: string): Route {
  const found = retryRoutes(desk, Date, createTurns(), async () => undefined).find(
    (route) => route.method === method && route.path === path,
  );
  return found ?? expect.unreachable(`no row ${method} ${path}`);
}

async function ask(method: Route['method'], path: string, { headers = {}, ...asked }: Asked): Promise<Answer> {
  return row(method, path).handler({
    params: {},
    query: {},
    body: {},
    ...asked,
    caller: { sessionId: 's', user: '=HYPER\\anna', role: 'operator' },
    header: (name) => headers[name],
    remoteAddress: '10.0.0.5',
  });
}

async function retryNow(headers = {}): Promise<Answer & { body: Task }> {
  const answer = await ask('POST', '/api/agents/jobs/{id}', { params: { id: job }, body: { note: 'a note' }, headers });
  return { ...answer, body: answer.body as Task }; // the row's declared output
}

test('a retry answers 202 with the task and where it lives', async () => {
  const { status, headers, body } = await retryNow();
  expect([status, headers]).toEqual([202, { location: `/api/tasks/${body.taskId}` }]);
  expect(body).toMatchObject({ jobId: job, note: 'a note', requestedFrom: '10.0.0.5', state: 'accepted' });
  const read = await ask('GET', '/api/tasks/{id}', { params: { id: body.taskId } });
  expect(read).toMatchObject({ status: 200, body: { taskId: body.taskId } });
});

test('the same key, in capitals too, is the same retry; what is no UUID is no key', async () => {
  const key = randomUUID();
  const first = await retryNow({ 'idempotency-key': key });
  const second = await retryNow({ 'idempotency-key': key.toUpperCase() });
  expect(second.body.taskId).toBe(first.body.taskId);
  await expect(retryNow({ 'idempotency-key': 'once' })).rejects.toMatchObject({ code: 'bad-request' });
});

test('several retries answer 202 with an outcome each', async () => {
  const answer = await ask('POST', '/api/agents/jobs', { body: { jobIds: [job] } });
  expect(answer).toMatchObject({ status: 202, body: { outcomes: [{ jobId: job, task: { state: 'accepted' } }] } });
});

test('tasks come as JSON, and as CSV where that is accepted, with no formula in it', async () => {
  const { body } = await retryNow();
  expect(await ask('GET', '/api/tasks', {})).toMatchObject({ status: 200, body: { tasks: [{ taskId: body.taskId }] } });
  const csv = await ask('GET', '/api/tasks', { headers: { accept: 'text/csv' } });
  expect(csv.contentType).toBe('text/csv; charset=utf-8');
  const text = (await piecesOf(csv.body as AsyncIterable<string>)).join(''); // as every table
  expect(text).toContain(`${body.taskId},`);
  expect(text).toContain(`"'=HYPER\\anna"`);
  const sheet = await ask('GET', '/api/tasks', { headers: { accept: 'text/tab-separated-values' } });
  expect(sheet.contentType).toBe('text/tab-separated-values; charset=utf-16le');
});

test('a CSV ends with the last retry, however many there are', { timeout: 120_000 }, async () => {
  const ids = Array.from({ length: 20_100 }, (_, n) => `0192f0c1-2345-7abc-8def-${String(n).padStart(12, '0')}`);
  for (let first = 0; first < ids.length; first += 300) {
    const rows = ids.slice(first, first + 300).map((id) => sampleRow({ id, job_id: id, state: 'succeeded' }));
    await store.db.insertInto('retries').values(rows).execute();
  }
  const csv = await ask('GET', '/api/tasks', { headers: { accept: 'text/csv' } });
  const lines = (await piecesOf(csv.body as AsyncIterable<string>)).join('').trimEnd().split('\r\n'); // as every table
  expect(lines).toHaveLength(1 + ids.length);
  expect(lines.at(-1)).toContain(ids[0]);
});

test('ending a task answers 204, and 409 when it is too late', async () => {
  const { body } = await retryNow();
  expect(await ask('DELETE', '/api/tasks/{id}', { params: { id: body.taskId } })).toEqual({ status: 204 });
  const again = ask('DELETE', '/api/tasks/{id}', { params: { id: body.taskId } });
  await expect(again).rejects.toMatchObject({ code: 'too-late' });
});

test('only operators change anything, viewers read, walls do neither', () => {
  const access = retryRoutes(desk, Date, createTurns(), async () => undefined).map(({ method, access: who }) => [
    method,
    who,
  ]);
  expect(access).toEqual([
    ['POST', ['operator']],
    ['POST', ['operator']],
    ['GET', ['operator', 'viewer']],
    ['GET', ['operator', 'viewer']],
    ['DELETE', ['operator']],
    ['POST', ['operator']],
    ['POST', ['operator']],
  ]);
});
