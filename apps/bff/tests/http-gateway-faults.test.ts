import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Fault } from '@retry-desk/em-simulator';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createGateway } from '#gateway/gateway.ts';
import { fromError } from '#problem.ts';
import { type Browser, type HttpStage, openHttpStage, type Reply, send } from './http-stage.ts';

let stage: HttpStage;
let anna: Browser;
beforeAll(async () => {
  stage = await openHttpStage();
  anna = await stage.signIn('anna');
});
beforeEach(() => stage.em.faults.clear());
afterAll(() => stage.end());

function read(path: string, accept = 'application/json'): Promise<Reply> {
  return stage.call('GET', path, { as: anna, headers: { accept } });
}

/** The gateway alone, with a deadline of its own; its port. On a busy machine an answer may take longer than people wait. */
async function serveGateway(deadlineMs: number): Promise<number> {
  const gateway = createGateway({ em: stage.bff.context.em, base: '', deadlineMs });
  const server = createServer((request, response) => {
    gateway(request, response).catch((error) => {
      const { problem, headers } = fromError(error);
      response.writeHead(problem.status, { ...headers, 'content-type': 'application/problem+json; charset=utf-8' });
      response.end(JSON.stringify(problem));
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function answers(status: number, body: string, headers: Record<string, string> = {}): Fault {
  return { kind: 'status', status, body, contentType: 'application/xml', headers };
}

/** A list of about so many bytes. */
function listOf(bytes: number): string {
  const job = `<Job Href="https://em.inner:9398/api/jobs/1" Name="Files &amp; &#252;"><Info><State>Stopped</State></Info></Job>`;
  return `<Jobs>${job.repeat(Math.ceil(bytes / job.length))}</Jobs>`;
}

function expectProblem(reply: Reply, status: number, code: string): void {
  expect([reply.status, reply.headers['content-type'], reply.json().status, reply.json().code]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
    status,
    code,
  ]);
  expect(reply.headers).not.toHaveProperty('location');
  expect(reply.text).not.toContain('em.inner');
}

/** Microseconds of processor time. */
function sum({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}

const what = /Is EM_URL the REST service of Enterprise Manager/;

test.each<[string, Fault, RegExp]>([
  ['HTML', { kind: 'oddity', name: 'html' }, what],
  ['HTML declared as XML', answers(200, '<html><body>Sign in</body></html>'), what],
  ['XML that is not well-formed', answers(200, '<Jobs><Job></Jobs></Job>'), what],
  ['XML with a NUL', answers(200, '<Jobs>\0</Jobs>'), what],
  ['a bomb of entities', { kind: 'oddity', name: 'entity-bomb' }, what],
  ['a thousand elements in each other', { kind: 'oddity', name: 'deep' }, what],
  ['a compressed answer', { kind: 'oddity', name: 'gzip-bomb' }, what],
  ['nothing', answers(200, ''), what],
  ['large nonsense', answers(200, listOf(100_000).slice(0, -3)), what],
  ['a redirect', { kind: 'oddity', name: 'redirect' }, /never followed; give the final address in EM_URL/],
  ['half an answer', { kind: 'cut-in-body', bytes: 120 }, /The connection broke; check the service/],
  ['a closed connection', { kind: 'cut-before' }, /The connection broke; check the service/],
  ['17 MiB', { kind: 'huge', megabytes: 17 }, /larger than 16 MiB\. Ask for less at a time/],
  ['an Error under 200', { kind: 'oddity', name: 'error-in-200' }, /Look at the log of the Enterprise Manager service/],
])('%s becomes a problem with what to do, and the next read works', async (_title, fault, detail) => {
  for (const accept of ['application/json', 'application/xml']) {
    stage.em.faults.add({ path: /fault=1/, do: fault });
    const reply = await read('/em/agents/jobs?fault=1', accept);
    expectProblem(reply, 503, 'em-unreachable');
    expect(reply.json().detail).toMatch(detail);
    expect((await read('/em/agents/jobs')).status).toBe(200);
  }
});

test('a refusal of Enterprise Manager is a problem with its status and its message', async () => {
  const reply = await read('/em/agents/jobs/00000000-0000-4000-8000-000000000000?format=Entity');
  expectProblem(reply, 404, 'em-refused');
  expect(reply.json()).toMatchObject({
    detail: 'Enterprise Manager does not have it (any more).',
    emMessage: expect.stringContaining('00000000-0000-4000-8000-000000000000'),
  });
});

test.each([
  [400, 400, 'em-refused'],
  [403, 403, 'em-refused'],
  [405, 405, 'em-refused'],
  [429, 429, 'em-refused'],
  [500, 503, 'em-unreachable'],
  [501, 503, 'em-unreachable'],
  [503, 503, 'em-unreachable'],
])('its %d is a problem with %d, its message and its Retry-After', async (status, ours, code) => {
  const error = `<Error Message="Come &lt;later&gt;." StatusCode="${status}"/>`;
  stage.em.faults.add({ path: /fault=2/, do: answers(status, error, { 'Retry-After': '30' }) });
  const reply = await read('/em/tasks?fault=2', 'application/xml');
  expectProblem(reply, ours, code);
  expect([reply.json().emMessage, reply.headers['retry-after']]).toEqual(['Come <later>.', '30']);
});

test('an error of a proxy in between has no message of Enterprise Manager', async () => {
  stage.em.faults.add({ path: /fault=3/, do: { kind: 'status', status: 502, body: '<html>em.inner is away</html>' } });
  const reply = await read('/em/tasks?fault=3');
  expectProblem(reply, 503, 'em-unreachable');
  expect(reply.json()).not.toHaveProperty('emMessage');
});

test.each<[string, Fault]>([
  ['never begins', { kind: 'hang' }],
  ['drips', { kind: 'drip', bytesPerSecond: 20 }],
])('an answer that %s is given up at the deadline', async (_title, fault) => {
  const port = await serveGateway(250);
  stage.em.faults.add({ path: /slow=1/, do: fault });
  const reply = await send(port, 'GET', '/agents/jobs?slow=1');
  expect([reply.status, reply.json().code]).toEqual([503, 'em-unreachable']);
  expect(reply.json().detail).toContain('look at its service and its database');
  expect((await send(port, 'GET', '/agents/jobs')).status).toBe(200);
});

test('a large answer keeps nobody waiting while it is translated', async () => {
  stage.em.faults.add({ path: /large=1/, do: answers(200, listOf(6_000_000)) });
  // Processor time, which is the same on a busy machine: all that this process takes, and what its main thread takes between two answers.
  const begun = process.cpuUsage();
  let whole: Reply | null = null;
  const port = await serveGateway(120_000);
  const large = send(port, 'GET', '/jobs?large=1').then((reply) => {
    whole = reply;
    return reply;
  });
  let longest = 0;
  while (whole === null) {
    const before = process.threadCpuUsage();
    expect((await stage.call('GET', '/api/session', { as: anna })).status).toBe(200);
    longest = Math.max(longest, sum(process.threadCpuUsage(before)));
  }
  const { status, text } = await large;
  const all = sum(process.cpuUsage(begun));
  expect([status, text.slice(0, 16), text.slice(-4)]).toEqual([200, '{"Jobs":{"Job":[', '}]}}']);
  expect(longest / all, `of ${all} µs nobody else was answered for ${longest}`).toBeLessThan(0.4);
});

test('of very many large answers at once some wait and the rest is refused with Retry-After; then all is as before', async () => {
  const many = { path: /many=1/, times: 24 };
  const port = await serveGateway(120_000);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  stage.em.faults.add({ ...many, do: answers(200, listOf(200_000)) });
  // All are large by then, and none is whole.
  stage.em.faults.add({ ...many, do: { kind: 'pause', bytes: 100_000, until: released } });
  const refused: Reply[] = [];
  const reads = Array.from({ length: 24 }, async () => {
    const reply = await send(port, 'GET', '/jobs?many=1', { accept: 'application/xml' });
    if (reply.status !== 200) refused.push(reply);
    if (refused.length === 2) release();
  });
  await Promise.all(reads);
  expect(refused).toHaveLength(2);
  for (const reply of refused) {
    expectProblem(reply, 503, 'too-many-requests');
    expect(reply.headers['retry-after']).toBe('5');
  }
  stage.em.faults.add({ path: /many=2/, times: 3, do: answers(200, listOf(200_000)) });
  const later = await Promise.all(
    Array.from({ length: 3 }, () => send(port, 'GET', '/jobs?many=2', { accept: 'application/xml' })),
  );
  expect(later.map(({ status }) => status)).toEqual([200, 200, 200]);
});
