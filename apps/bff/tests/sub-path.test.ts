import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type HttpStage, openHttpStage, send } from './http-stage.ts';
import { presentProxies, startNginxBelowAPath } from './proxy-process.ts';

const publicUrl = 'https://intranet.example.local/retry';
const origin = new URL(publicUrl).origin;
const builtPage = '<html data-base=""><script src="./start.js"></script><a href="./">Reload</a>';
let stage: HttpStage;
let webDir: string;

beforeAll(async () => {
  webDir = mkdtempSync(join(tmpdir(), 'retry-desk-web-'));
  for (const name of ['index.html', 'wall.html']) writeFileSync(join(webDir, name), builtPage);
  stage = await openHttpStage({
    environment: { PUBLIC_URL: publicUrl },
    overrides: { webDir },
    prepare({ world }) {
      for (const name of ['passed on', 'taken away']) world.addJob({ name, machines: ['m'], last: 'failed' });
    },
  });
});
afterAll(async () => {
  await stage.end();
  rmSync(webDir, { recursive: true, force: true });
});

describe.each([
  ['passes the path on', '/retry'],
  ['takes the path away', ''],
])('behind a proxy that %s', (_title, base) => {
  async function signIn() {
    const body = JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' });
    const headers = { origin, 'content-type': 'application/json' };
    const answer = await send(stage.port, 'POST', `${base}/api/session`, headers, body);
    const [line = ''] = answer.headers['set-cookie'] ?? [];
    const own = { cookie: line.split(';')[0] ?? '', 'x-csrf-token': String(answer.json().csrfToken) };
    return { line, own: { ...headers, ...own } };
  }

  test('each page leads to its files below the path, and is revalidated', async () => {
    for (const path of ['/', '/tasks', '/wall', '/jobs/78c3919c-54d7-43fe-b047-485d3566f11f']) {
      const { status, text, headers } = await send(stage.port, 'GET', base + path);
      expect([status, text], path).toEqual([
        200,
        '<html data-base="/retry"><script src="/retry/start.js"></script><a href="/retry/">Reload</a>',
      ]);
      const again = await send(stage.port, 'GET', base + path, { 'if-none-match': headers.etag });
      expect(again.status, path).toBe(304);
    }
  });

  test('the cookie belongs to the path, and the host declares by itself whether all of it is https', async () => {
    const { line, own } = await signIn();
    expect(line).toMatch(/^__Secure-retry-desk=[\w-]{43}; Path=\/retry; HttpOnly; SameSite=Strict; Secure$/);
    const session = await send(stage.port, 'GET', `${base}/api/session`, own);
    expect(session.json()).toMatchObject({ user: 'TECH\\anna' });
    expect(session.headers['strict-transport-security']).toBeUndefined();
  });

  test('a wall link, its page and what it opens are below the path', async () => {
    const { own } = await signIn();
    const body = '{"name":"Office","screens":"many"}';
    const made = await send(stage.port, 'POST', `${base}/api/wall-links`, own, body);
    const url = String(made.json().url);
    expect(url).toMatch(/^https:\/\/intranet\.example\.local\/retry\/wall\/[\w-]{43}$/);
    const path = base + new URL(url).pathname.slice('/retry'.length);
    const { text } = await send(stage.port, 'GET', path);
    expect(text).toContain('href="/retry/wall-link.css"');
    const opened = await send(stage.port, 'POST', path, { origin });
    expect([opened.status, opened.headers.location]).toEqual([303, '/retry/wall']);
  });

  test('an accepted retry, Enterprise Manager’s own resources and the description lead below the path', async () => {
    await vi.waitFor(async () => expect((await send(stage.port, 'GET', `${base}/readyz`)).status).toBe(200));
    const { own } = await signIn();
    const failed = await send(stage.port, 'GET', `${base}/api/agents/jobs?state=failed`, own);
    const jobs = failed.json().jobs as { id: string; name: string }[]; // the contract's job list
    const job = jobs.find(({ name }) => name === (base === '' ? 'taken away' : 'passed on'));
    const retried = await send(stage.port, 'POST', `${base}/api/agents/jobs/${job?.id}?action=retry`, own, '{}');
    expect([retried.status, retried.headers.location]).toEqual([202, `/retry/api/tasks/${retried.json().taskId}`]);
    const em = await send(stage.port, 'GET', `${base}/em/agents/jobs`, { ...own, accept: 'application/xml' });
    expect(em.text).toContain('Href="/retry/em/agents/jobs/');
    const described = await send(stage.port, 'GET', `${base}/api/openapi.json`);
    expect(described.json()).toMatchObject({
      servers: [{ url: '/retry' }],
      components: { securitySchemes: { session: { name: '__Secure-retry-desk' } } },
    });
  });
});

test('an address that only begins like the path, or has it twice, is none of ours', async () => {
  for (const path of ['/retryx/api/session', '/retry/retry/api/session', '/Retry/healthz', '/%72etry/healthz'])
    expect((await send(stage.port, 'GET', path)).status, path).toBe(404);
  for (const path of ['/retry', '/retry?state=all'])
    expect((await send(stage.port, 'GET', path)).status, path).toBe(200);
});

test.runIf(presentProxies().includes('nginx')).each([
  ['passes the path on', false],
  ['takes the path away', true],
] as const)('nginx %s: pages, calls and wall links arrive', async (_title, takesAway) => {
  const { httpPort } = await startNginxBelowAPath(stage.port, takesAway);
  const led = await send(httpPort, 'GET', '/retry');
  expect([led.status >= 300, new URL(String(led.headers.location)).pathname]).toEqual([true, '/retry/']);
  for (const path of ['/retry/', '/retry/tasks?state=open', '/retry/wall'])
    expect((await send(httpPort, 'GET', path)).text, path).toContain('data-base="/retry"');
  expect((await send(httpPort, 'GET', '/retry/healthz')).json()).toEqual({ alive: true });
  const refused = await send(httpPort, 'POST', `/retry/wall/${'x'.repeat(43)}`, { origin });
  expect([refused.status, refused.headers.location]).toEqual([303, '/retry/wall?link=unknown']);
  const call = JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' });
  const headers = { origin, 'content-type': 'application/json' };
  expect((await send(httpPort, 'POST', '/retry/api/session', headers, call)).status).toBe(200);
});
