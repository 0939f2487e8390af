import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { words } from '#lib/words.ts';
import { ApiError, isSignedOut } from './api-error.ts';
import { followTouches } from './attendance.ts';
import { explain, explainAction } from './explain.ts';
import { getText } from './get-file.ts';
import { forgetAnswers, getFresh, getJson, setCsrfToken } from './request.ts';
import { sendEmpty, sendJson } from './send.ts';

const schema = z.object({ number: z.number() });
const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
  setCsrfToken(null);
  forgetAnswers();
});

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

async function failureOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.catch((caught: unknown) => caught);
  if (error instanceof ApiError) return error;
  throw new Error('expected an ApiError', { cause: error });
}

function problem(code: string, status: number): string {
  return JSON.stringify({ type: 'about:blank', title: code, status, code, emMessage: 'Access denied.' });
}

test('an unchanged answer is the very same object, with its new freshness', async () => {
  const received: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    received.push(request.headers['if-none-match']);
    const headers = { etag: 'W/"1"', 'x-taken-at': `2026-11-23T08:00:0${received.length}.000Z`, 'x-em-state': 'ok' };
    if (received.length === 1) response.writeHead(200, headers).end('{"number":1}');
    else response.writeHead(304, { ...headers, 'x-em-state': 'down' }).end();
  });
  const first = await getFresh(schema, url);
  const second = await getFresh(schema, url);
  expect(received).toEqual([undefined, 'W/"1"']);
  expect(second.data).toBe(first.data);
  expect(first.freshness).toEqual({ takenAt: '2026-11-23T08:00:01.000Z', emState: 'ok' });
  expect(second.freshness).toEqual({ takenAt: '2026-11-23T08:00:02.000Z', emState: 'down' });
});

test('an answer holds when there will be something new, where the server gives a number', async () => {
  const given = ['1500', 'soon', '-3', ''];
  const url = await serve((_, response) =>
    response.writeHead(200, { 'x-poll-after': given.shift() ?? '' }).end('{"number":1}'),
  );
  const answers = [await getFresh(schema, url), await getFresh(schema, url), await getFresh(schema, url)];
  expect(answers.map(({ freshness }) => freshness.pollAfter)).toEqual([1500, undefined, undefined]);
});

test('data stored for one person is not offered to the next', async () => {
  const received: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    received.push(request.headers['if-none-match']);
    response.writeHead(200, { etag: 'W/"1"' }).end('{"number":1}');
  });
  await getFresh(schema, url);
  forgetAnswers();
  await getFresh(schema, url);
  expect(received).toEqual([undefined, undefined]);
});

test('a refusal keeps its code and the words of Enterprise Manager', async () => {
  const url = await serve((_, response) => response.writeHead(503).end(problem('em-unreachable', 503)));
  const error = await failureOf(getJson(schema, url));
  expect(error.code).toBe('em-unreachable');
  expect(explain(error)).toEqual({
    text: words.problems.codes['em-unreachable'],
    emMessage: 'Access denied.',
  });
});

test('remedies at Enterprise Manager are shown to those who run it, and to nobody else', () => {
  const detail = 'Check the name and port in EM_URL.';
  const given = { type: 'about:blank', title: '', status: 503, code: 'em-unreachable', detail } as const;
  const error = new ApiError({ kind: 'problem', status: 503, problem: given });
  expect(explain(error).text).not.toContain('EM_URL');
  expect(explainAction(error).text).toContain('EM_URL');
});

test('a fault of the page while it reads an answer is not shown as one of the network', async () => {
  const url = await serve((_, response) => response.end('{"number":1}'));
  const broken = z.pipe(
    z.unknown(),
    z.transform(() => {
      throw new TypeError('not a function');
    }),
  );
  await expect(getJson(broken, url)).rejects.toThrow(TypeError);
});

test('only the code for it means that nobody is signed in', async () => {
  const url = await serve(({ url: path }, response) =>
    response.writeHead(401).end(path === '/in' ? problem('sign-in-failed', 401) : problem('not-signed-in', 401)),
  );
  expect(isSignedOut(await failureOf(getJson(schema, `${url}/out`)))).toBe(true);
  expect(isSignedOut(await failureOf(getJson(schema, `${url}/in`)))).toBe(false);
});

test.each([
  ['an HTML page', 200, '<html></html>'],
  ['JSON of another shape', 200, '{"number":"1"}'],
  ['an error that is no problem of ours', 502, 'Bad gateway'],
  ['an unknown code', 400, problem('teapot', 400)],
])('%s is unreadable, never data', async (_title, status, body) => {
  const url = await serve((_, response) => response.writeHead(status).end(body));
  expect((await failureOf(getJson(schema, url))).failure).toEqual({ kind: 'unreadable', status });
});

test('a server that is gone is a network failure, a caller who leaves is not an error of ours', async () => {
  const url = await serve((request) => request.socket.destroy());
  expect((await failureOf(getJson(schema, url))).failure).toEqual({ kind: 'network', timedOut: false });
  const left = AbortSignal.abort();
  const error = await getJson(schema, url, left).catch((caught: unknown) => caught);
  expect(error).not.toBeInstanceOf(ApiError);
});

test('requests of a page that nobody has touched for a while are marked', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  cleanUps.push(() => vi.useRealTimers());
  const seen: unknown[] = [];
  const url = await serve((request, response) => {
    seen.push(request.headers['x-unattended']);
    response.end('{"number":1}');
  });
  const page = new EventTarget();
  followTouches(page);
  page.dispatchEvent(new Event('keydown'));
  await getJson(schema, url);
  vi.advanceTimersByTime(60_000);
  await getFresh(schema, url);
  page.dispatchEvent(new Event('pointermove'));
  await getJson(schema, url);
  expect(seen).toEqual([undefined, '1', undefined]);
});

test('unsafe calls carry the token and their body, reads carry neither', async () => {
  const seen: unknown[] = [];
  const url = await serve(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { method, headers } = request;
    seen.push([method, headers['x-csrf-token'], headers['idempotency-key'], headers['content-type'], body]);
    response.end('{"number":1}');
  });
  setCsrfToken('token');
  await getText(url, 'text/csv');
  await sendJson('POST', url, schema, { body: { a: 1 }, headers: { 'idempotency-key': 'key' } });
  await sendEmpty('DELETE', url);
  expect(seen).toEqual([
    ['GET', undefined, undefined, undefined, ''],
    ['POST', 'token', 'key', 'application/json', '{"a":1}'],
    ['DELETE', 'token', undefined, undefined, ''],
  ]);
});

const lines = z.object({ name: z.string(), rows: z.array(schema) });
const list = {
  schema,
  put: (content: z.infer<typeof lines>, rows: z.infer<typeof schema>[]) => ({ ...content, rows }),
};

/** Serves one body after the other, each cut where a letter and a row are in two pieces. */
async function serveLines(...bodies: string[]): Promise<string> {
  let served = 0;
  return serve((_, response) => {
    const bytes = Buffer.from(bodies[served] ?? '');
    served += 1;
    response.writeHead(200, { etag: `W/"${served}"` });
    const cut = bytes.indexOf('ü') + 1;
    response.write(bytes.subarray(0, cut), () => setTimeout(() => response.end(bytes.subarray(cut)), 20));
  });
}

test('of rows on lines of their own those whose text has not changed are the very same objects', async () => {
  const url = await serveLines(
    '{"name":"ü","rows":[\n{"number":1},\n{"number":2},\n{"number":3}\n]}',
    '{"name":"üü","rows":[\n{"number":4},\n{"number":1},\n{"number":3}\n]}',
  );
  const { data: first } = await getFresh(lines, url, undefined, list);
  const { data: second } = await getFresh(lines, url, undefined, list);
  expect(first).toEqual({ name: 'ü', rows: [{ number: 1 }, { number: 2 }, { number: 3 }] });
  expect(second).toEqual({ name: 'üü', rows: [{ number: 4 }, { number: 1 }, { number: 3 }] });
  expect(second.rows[1]).toBe(first.rows[0]);
  expect(second.rows[2]).toBe(first.rows[2]);
});

test.each([
  ['in one piece', '{"name":"ü","rows":[{"number":1}]}', [{ number: 1 }]],
  ['without a row', '{"name":"ü","rows":[\n\n]}', []],
])('a list %s is read all the same', async (_, body, rows) => {
  expect((await getFresh(lines, await serveLines(body), undefined, list)).data).toEqual({ name: 'ü', rows });
});

test.each([
  ['a row that is not what was agreed', '{"name":"ü","rows":[\n{"number":"1"}\n]}'],
  ['a row that is cut off', '{"name":"ü","rows":[\n{"number":\n'],
  ['a list that is cut off', '{"name":"ü","rows":[\n{"number":1},\n'],
])('%s is an answer that cannot be read', async (_, body) => {
  const error = await failureOf(getFresh(lines, await serveLines(body), undefined, list));
  expect(error.failure).toEqual({ kind: 'unreadable', status: 200 });
});

test('an action that was not answered is never reported as failed', () => {
  const failed = 'The API token was not created.';
  const no = { type: 'about:blank', title: '', status: 403, code: 'forbidden' as const };
  expect(explainAction(new ApiError({ kind: 'problem', status: 403, problem: no }), failed).text).toBe(
    `${failed} ${words.problems.codes.forbidden}`,
  );
  const open = [
    new ApiError({ kind: 'network', timedOut: true }),
    new ApiError({ kind: 'network', timedOut: false }),
    new ApiError({ kind: 'unreadable', status: 504 }),
    new ApiError({ kind: 'problem', status: 500, problem: { ...no, code: 'internal' } }),
  ];
  for (const error of open) {
    expect(explainAction(error, failed).text).toContain(words.problems.unsure);
    expect(explainAction(error, failed).text).not.toContain(failed);
  }
});

/** A request that public/start.js has sent for this path. */
function sentBefore(url: string): AbortController {
  const controller = new AbortController();
  const answer = fetch(url, { signal: controller.signal });
  answer.catch(() => undefined);
  globalThis.firstAnswers = { [url]: { sentAt: Date.now(), answer, controller } };
  return controller;
}

test('an answer that has been on its way since the page was opened is taken, once', async () => {
  let requests = 0;
  const url = await serve((_, response) => {
    requests += 1;
    response.writeHead(200, { etag: `"${requests}"` }).end(`{"number":${requests}}`);
  });
  sentBefore(url);
  expect((await getFresh(schema, url)).data).toEqual({ number: 1 });
  expect(requests).toBe(1);
  expect((await getFresh(schema, url)).data).toEqual({ number: 2 });
});

test('where that request failed it is sent again', async () => {
  const url = await serve((_, response) => response.end('{"number":7}'));
  sentBefore(url).abort();
  expect(await getJson(schema, url)).toEqual({ number: 7 });
});

test('a caller that gives up ends that request, also in the middle of its answer', async () => {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const url = await serve((request, response) => {
    request.on('close', () => ended.resolve());
    response.writeHead(200).write('{"num', () => begun.resolve());
  });
  sentBefore(url);
  const caller = new AbortController();
  const reading = getJson(schema, url, caller.signal);
  await begun.promise;
  caller.abort(new Error('left'));
  await expect(reading).rejects.toThrow();
  await ended.promise;
});
