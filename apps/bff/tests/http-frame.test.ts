import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { hostname } from 'node:os';
import { pagePaths } from '@retry-desk/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Browser, type HttpStage, httpStage, openHttpStage, page, send, wallPage } from './http-stage.ts';
import { serveRow } from './one-row.ts';

let stage: HttpStage;
let anna: Browser;
beforeAll(async () => {
  stage = await openHttpStage();
  anna = await stage.signIn('anna');
});
afterAll(() => stage.end());

const policy =
  "default-src 'none';object-src 'none';script-src 'self';style-src 'self';font-src 'self';img-src 'self';connect-src 'self';manifest-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'";

test.each(['/api/board', '/metrics'])(
  'a call of %s that is refused is in the log, although those that are answered are not',
  async (path) => {
    const before = stage.logs.length;
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect((await stage.call('GET', path, { headers })).status).toBeGreaterThanOrEqual(401);
    expect((await stage.call('GET', path, { as: anna })).status).toBeLessThan(500);
    const lines = () => stage.logs.slice(before).filter((line) => line.includes('"event":"http.request"'));
    await vi.waitFor(() => expect(lines()).toHaveLength(1));
    expect(lines()[0]).toMatch(/"status":40[13]/);
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      address: '127.0.0.1',
      hostname: hostname(),
      pid: process.pid,
    });
  },
);

describe('headers', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/jobs/78c3919c-54d7-43fe-b047-485d3566f11f'],
    ['GET', '/assets/app-Bx12.js'],
    ['GET', '/assets/none.js'],
    ['GET', '/nothing/here'],
    ['GET', '/%'],
    ['GET', '/healthz'],
    ['GET', '/api/board'],
    ['GET', '/api/nothing'],
    ['PUT', '/api/session'],
    ['POST', '/api/session'],
    ['GET', '/em/agents/jobs'],
    ['GET', '/wall/none'],
  ])('of %s %s keep other sites out', async (method, path) => {
    const { headers } = await stage.call(method, path);
    expect(headers).toMatchObject({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    if (/^\/(?:api|em|healthz|wall)/.test(path)) expect(headers['cache-control']).toBe('no-store');
  });

  test.each(['/', '/wall', '/jobs/78c3919c-54d7-43fe-b047-485d3566f11f'])(
    'of the page %s give it nothing of the machine',
    async (path) => {
      const { headers } = await stage.call('GET', path);
      expect(headers['permissions-policy']).toContain('camera=()');
    },
  );

  test('are on every row of the route table, and on an error nobody foresaw', async () => {
    const port = await serveRow(() => {
      throw new Error('inner words');
    });
    const failed = await send(port, 'GET', '/api/row');
    expect([failed.status, failed.text]).toEqual([500, expect.not.stringContaining('inner words')]);
    const answers: [string, IncomingHttpHeaders][] = [['a failure', failed.headers]];
    for (const { method, path } of stage.bff.routes) {
      const address = path.replace('{id}', randomUUID()).replace('{token}', 'none');
      answers.push([`${method} ${path}`, (await stage.call(method, address)).headers]);
    }
    expect(answers.length).toBeGreaterThan(30);
    for (const [name, headers] of answers) {
      expect(headers['content-security-policy'], name).toBe(policy);
      expect(headers['x-content-type-options'], name).toBe('nosniff');
      expect(headers['referrer-policy'], name).toBe('no-referrer');
      expect(headers['cache-control'], name).toBe('no-store');
      expect(Object.keys(headers).filter((header) => /^(?:access-control-|x-powered-by|server$)/.test(header))).toEqual(
        [],
      );
    }
  });

  test('ask for https for ever only where people come by https', async () => {
    expect((await stage.call('GET', '/')).headers).not.toHaveProperty('strict-transport-security');
    const secure = await httpStage({ environment: { PUBLIC_URL: 'https://retry.example.local' } });
    expect((await secure.call('GET', '/healthz')).headers['strict-transport-security']).toBe(
      'max-age=31536000; includeSubDomains',
    );
  });
});

describe('the web app', () => {
  test('is the same page at each of its addresses but the wall, revalidated each time', async () => {
    const { openWall, ...ofTheApp } = pagePaths;
    expect(openWall).toBe('/wall/{token}');
    for (const path of Object.values(ofTheApp).map((each) => each.replace(':id', 'x'))) {
      const reply = await stage.call('GET', path);
      const html = path === '/wall' ? wallPage : page;
      expect([reply.status, reply.text, reply.headers['cache-control']], path).toEqual([200, html, 'no-cache']);
    }
    expect((await stage.call('HEAD', '/tasks')).status).toBe(200);
  });

  test('has files that are cached for a year', async () => {
    const { status, headers } = await stage.call('GET', '/assets/app-Bx12.js');
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(headers['content-type']).toContain('javascript');
  });

  test('answers a browser at an address that is none with its own page and 404, a script with a problem', async () => {
    const browser = await stage.call('GET', '/nothing', { headers: { accept: 'text/html,*/*' } });
    expect([browser.status, browser.text]).toEqual([404, page]);
    expect((await stage.call('GET', '/nothing')).json()).toMatchObject({ status: 404, code: 'not-found' });
    const api = await stage.call('GET', '/api/nothing', { headers: { accept: 'text/html' } });
    expect(api.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  test.each([
    '/..%2fpackage.json',
    '/assets/..%2f..%2fdata%2fsession-secret',
    '/%2e%2e/data/session-secret',
    '/.env',
    '/assets/%00',
    '/assets/',
    '/assets',
  ])('gives out no other file: %s', async (path) => {
    expect((await send(stage.port, 'GET', path)).status).toBeGreaterThanOrEqual(400);
  });

  test('that was not built is reported in plain words', async () => {
    const bare = await httpStage({ overrides: { webDir: '/nowhere' } });
    const reply = await bare.call('GET', '/');
    expect([reply.status, reply.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(reply.text).toContain('has not been built');
  });
});

describe('a request', () => {
  const signIn = '/api/session';
  test('with a method that the address does not support gets the supported ones', async () => {
    const put = await stage.call('PUT', '/api/wall-links');
    expect([put.status, put.json().code, put.headers.allow]).toEqual([405, 'method-not-allowed', 'GET, HEAD, POST']);
    const options = await stage.call('OPTIONS', '/api/board');
    expect([options.status, options.headers.allow]).toEqual([405, 'GET, HEAD']);
    const gateway = await stage.call('DELETE', '/em/tasks/task-1', { as: anna });
    expect([gateway.status, gateway.headers.allow]).toEqual([405, 'GET']);
  });

  test.each(['/API/status', '/api/Status', '/api/status/', '//api/status', '/api//status', '/api/%73tatus'])(
    'to an address written otherwise (%s) finds nothing',
    async (path) => {
      expect((await stage.call('GET', '/api/status', { as: anna })).status).toBe(200);
      expect((await send(stage.port, 'GET', path, { cookie: anna.cookie })).status).toBe(404);
    },
  );

  test('by HEAD is answered like GET, without the body', async () => {
    const head = await stage.call('HEAD', '/api/status', { as: anna });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  test.each([
    ['no JSON', '{"username":', { 'content-type': 'application/json' }, 400, 'bad-request'],
    ['a form', 'username=a&password=b', { 'content-type': 'application/x-www-form-urlencoded' }, 400, 'bad-request'],
    [
      'text that is not declared as JSON',
      '{"username":"a","password":"b"}',
      { 'content-type': 'text/plain' },
      400,
      'bad-request',
    ],
    ['no content type', '{"username":"a","password":"b"}', {}, 400, 'bad-request'],
    ['an unknown charset', '{}', { 'content-type': 'application/json; charset=klingon' }, 400, 'bad-request'],
    ['an unknown coding', '{}', { 'content-type': 'application/json', 'content-encoding': 'zip' }, 400, 'bad-request'],
    [
      'more than 64 kB',
      JSON.stringify({ username: 'a', password: 'x'.repeat(66_000) }),
      { 'content-type': 'application/json' },
      413,
      'too-large',
    ],
  ])('with %s is refused', async (_title, body, headers, status, code) => {
    const reply = await send(stage.port, 'POST', signIn, headers, body);
    expect([reply.status, reply.json().code]).toEqual([status, code]);
  });

  test('with a wrong field gets its name', async () => {
    const missing = await stage.call('POST', signIn, { body: { username: 'a' } });
    expect([missing.status, missing.json().detail]).toEqual([400, expect.stringContaining('"password"')]);
    const unknown = await stage.call('POST', signIn, { body: { username: 'a', password: 'b', remember: true } });
    expect([unknown.status, unknown.json().detail]).toEqual([400, expect.stringContaining('remember')]);
    const query = await stage.call('GET', '/api/agents/jobs?state=broken', { as: anna });
    expect([query.status, query.json().detail]).toEqual([400, expect.stringContaining('"state"')]);
    expect((await stage.call('GET', '/api/agents/jobs?x=1', { as: anna })).status).toBe(400);
  });

  test('with an id in upper case finds the same job', async () => {
    await vi.waitFor(async () => expect((await stage.call('GET', '/readyz')).status).toBe(200));
    const [job] = stage.em.world.jobs();
    const reply = await stage.call('GET', `/api/agents/jobs/${job?.id.toUpperCase()}`, { as: anna });
    expect([reply.status, reply.json().job]).toEqual([200, expect.objectContaining({ id: job?.id.toLowerCase() })]);
  });
});

describe('health', () => {
  test('lives at once, and is ready when Enterprise Manager has been tried', async () => {
    expect((await stage.call('GET', '/healthz')).json()).toEqual({ alive: true });
    await vi.waitFor(async () => expect((await stage.call('GET', '/readyz')).status).toBe(200));
  });

  test('names what it waits for while Enterprise Manager has given no answer', async () => {
    const hung = await openHttpStage();
    try {
      hung.em.faults.add({ times: Number.POSITIVE_INFINITY, do: { kind: 'hang' } });
      await hung.restart();
      const reply = await hung.call('GET', '/readyz');
      expect([reply.status, reply.json()]).toEqual([
        503,
        {
          attention: [],
          ready: false,
          waitingFor: ['the first answer of Enterprise Manager'],
          journal: expect.objectContaining({ state: 'ok' }),
        },
      ]);
      expect((await hung.call('GET', '/healthz')).status).toBe(200);
    } finally {
      hung.em.faults.clear();
      await hung.end();
    }
  });

  test('starts and is ready with Enterprise Manager away', async () => {
    const away = await httpStage();
    await away.em.stop();
    await away.restart();
    await vi.waitFor(async () => expect((await away.call('GET', '/readyz')).status).toBe(200), { timeout: 15_000 });
    expect((await away.call('GET', '/')).status).toBe(200);
  });
});

test('a connection outlives the pause between two polls, and what a proxy keeps it open for', async () => {
  const answer = await fetch(`http://127.0.0.1:${stage.port}/api/sign-in`);
  expect(answer.headers.get('keep-alive')).toBe('timeout=75');
});

test('the interface describes itself row by row', async () => {
  const document = (await stage.call('GET', '/api/openapi.json')).json() as {
    openapi: string;
    paths: Record<string, Record<string, { parameters: { name: string; in: string; required: boolean }[] }>>;
  }; // the shape OpenAPI gives it
  expect(document.openapi).toBe('3.1.0');
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const rows = stage.bff.routes
    .filter(({ path }) => path !== '/api/openapi.json')
    .map(({ method, path }) => `${method} ${path}`);
  expect(described.sort()).toEqual([...new Set([...rows, 'GET /em/{resource}'])].sort());
  expect(document.paths['/api/agents/jobs/{id}']?.post?.parameters).toContainEqual({
    name: 'action',
    in: 'query',
    required: true,
    description: 'What is to be done.',
    schema: { type: 'string', enum: ['retry'] },
  });
  for (const [path, methods] of Object.entries(document.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters } of Object.values(methods)) {
      expect(parameters.filter((each) => each.in === 'path' && each.required).map(({ name }) => name)).toEqual(named);
    }
  }
});
