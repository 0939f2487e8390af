import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Browser, type HttpStage, openHttpStage, send } from './http-stage.ts';

let stage: HttpStage;
let anna: Browser;
beforeAll(async () => {
  stage = await openHttpStage({ simulator: { wire: { hrefHost: 'em01.inner.tech.local' } } });
  anna = await stage.signIn('anna');
});
beforeEach(() => stage.em.faults.clear());
afterAll(() => stage.end());

function read(path: string, headers: Record<string, string> = {}) {
  return stage.call('GET', path, { as: anna, headers });
}

/** The requests for a resource that the simulator has received since then. */
function asked(since: number, resource: RegExp) {
  return stage.em.requests.slice(since).filter(({ path }) => resource.test(path));
}

test('an operator reads a resource as Enterprise Manager sends it', async () => {
  const [job] = stage.em.world.jobs();
  const reply = await read(`/em/agents/jobs/${job?.id}?format=Entity`, { accept: 'application/xml' });
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/xml; charset=utf-8']);
  expect(reply.text).toContain('<AgentBackupJob');
  expect(reply.text).toContain('Href="/em/agents/jobs/');
});

test('or as JSON, member by member', async () => {
  const reply = await read('/em/query?type=AgentBackupJob&format=Entities&pageSize=5', { accept: 'application/json' });
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  expect(reply.json()).toHaveProperty('QueryResult.PagingInfo.PageSize', '5');
});

test('no name of an inner host and nothing of the session gets out', async () => {
  for (const accept of ['application/xml', 'application/json']) {
    for (const path of [
      '/em/agents/jobs',
      '/em/backupSessions?format=Entity',
      '/em/backupServers',
      '/em/tasks',
      '/em/query?type=Task',
    ]) {
      const reply = await read(path, { accept });
      expect(reply.status, path).toBe(200);
      expect(reply.text).not.toContain('em01.inner.tech.local');
      expect(reply.headers['cache-control']).toBe('no-store');
      for (const name of ['set-cookie', 'x-restsvcsessionid', 'server', 'location'])
        expect(reply.headers).not.toHaveProperty(name);
    }
  }
});

test('nothing of the caller goes up', async () => {
  const since = stage.em.requests.length;
  await read('/em/backupServers?probe=1', {
    authorization: 'Basic YTpi',
    'x-forwarded-for': '203.0.113.9',
    'x-restsvcsessionid': 'mine',
    'accept-encoding': 'gzip',
    range: 'bytes=0-1',
  });
  const [exchange] = asked(since, /probe=1/);
  const { host, 'x-restsvcsessionid': token, ...others } = exchange?.headers ?? {};
  expect(host).toBe(new URL(stage.em.url).host);
  expect(token).not.toBe('mine');
  expect(others).toEqual({ accept: 'application/xml', 'accept-encoding': 'identity', connection: expect.any(String) });
});

test('a request with a body is refused, so that nothing can hide behind it', async () => {
  const since = stage.em.requests.length;
  const hidden = 'POST /api/agents/jobs/78c3919c-54d7-43fe-b047-485d3566f11f?action=retry HTTP/1.1\r\nHost: em\r\n\r\n';
  for (const headers of [{ 'content-length': String(hidden.length) }, { 'transfer-encoding': 'chunked' }]) {
    const reply = await send(
      stage.port,
      'GET',
      '/em/agents/jobs?smuggle=1',
      { cookie: anna.cookie, ...headers },
      hidden,
    );
    expect([reply.status, reply.json().code]).toEqual([400, 'bad-request']);
  }
  expect(asked(since, /smuggle|retry/)).toEqual([]);
});

test('a request that expects something is refused before the proxy would pass its headers on', async () => {
  const since = stage.em.requests.length;
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(stage.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
    socket.write(
      `GET /em/agents/jobs?expect=1 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nCookie: ${anna.cookie}\r\n\r\n`,
    );
  });
  expect(answer).toContain('HTTP/1.1 400');
  expect(asked(since, /expect=1/)).toEqual([]);
});

test('Enterprise Manager’s own name stays inside, in any spelling, and texts stay as they are', async () => {
  const hrefs = [
    'https://em.inner:9398/api/jobs?a=1&amp;b=2',
    'https://em.inner:9398/web/x',
    'https://em.inner:9398',
    'https://em.inner/veeam/api/jobs',
    'https&#58;//em.inner/api/jobs',
    '//em.inner/api/jobs',
  ];
  const body = `<Links Name="see https://wiki.corp/api/doc"><!-- Href="https://wiki.corp/api" -->${hrefs
    .map((href) => `<Link Href="${href}"/>`)
    .join('')}<Text>Href="https://wiki.corp/api/doc"</Text></Links>`;
  stage.em.faults.add({ times: 2, do: { kind: 'status', status: 200, body, contentType: 'application/xml' } });
  const xml = (await read('/em/tasks', { accept: 'application/xml' })).text;
  const own = ['/em/jobs?a=1&b=2', '/em', '/em', '/em/jobs', '/em/jobs', '/em/jobs'];
  expect(xml).toBe(
    hrefs.reduce((text, href, index) => text.replace(href, (own[index] ?? '').replace('&', '&amp;')), body),
  );
  expect((await read('/em/tasks')).json()).toEqual({
    Links: {
      Name: 'see https://wiki.corp/api/doc',
      Link: own.map((href) => ({ Href: href })),
      Text: 'Href="https://wiki.corp/api/doc"',
    },
  });
});

test('XML or JSON is chosen by the weights of Accept', async () => {
  for (const [accept, type] of [
    ['application/json, application/xml;q=0.5', 'application/json; charset=utf-8'],
    ['application/json;q=0.5, application/xml', 'application/xml; charset=utf-8'],
  ] as const)
    expect((await read('/em/backupServers', { accept })).headers['content-type']).toBe(type);
});

test.each(['bom', 'utf-16'] as const)('an answer in other bytes (%s) goes on as UTF-8', async (name) => {
  const plain = await read('/em/backupServers', { accept: 'application/xml' });
  stage.em.faults.add({ do: { kind: 'oddity', name } });
  const odd = await read('/em/backupServers', { accept: 'application/xml' });
  expect([odd.status, odd.text.replace('?>', ' encoding="utf-8"?>').replace(/( encoding="utf-8")\1/, '$1')]).toEqual([
    200,
    plain.text,
  ]);
});

test('a session that Enterprise Manager has ended is renewed with the next read', async () => {
  stage.em.faults.add({ path: /lost=1/, do: { kind: 'status', status: 401 } });
  const lost = await read('/em/agents/jobs?lost=1');
  expect([lost.status, lost.headers['retry-after']]).toEqual([503, '1']);
  stage.em.expireSessions();
  expect((await read('/em/agents/jobs?lost=1')).status).toBe(200);
});

test('reads one after another use few connections and many at once keep apart', async () => {
  const paths = ['/em/backupServers', '/em/tasks', '/em/query?type=AgentBackupJob'];
  const roots = await Promise.all(
    Array.from({ length: 30 }, async (_, index) => Object.keys((await read(paths[index % 3] ?? '')).json())[0]),
  );
  expect(new Set(roots.filter((_, index) => index % 3 === 0)).size).toBe(1);
  expect(new Set(roots.filter((_, index) => index % 3 === 2))).toEqual(new Set(['QueryResult']));
});

test('each reader is recorded', async () => {
  await read('/em/backupServers?audit=1');
  const line = stage.logs.findLast((each) => each.includes('/em/backupServers'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ route: '/em/…', user: 'TECH\\anna', status: 200 });
});

test('an answer that quotes the password or the token of this server is passed on without them', async () => {
  const coded = Buffer.from('TECH\\svc-retrydesk:svc-demo').toString('base64');
  const body = `<Error xmlns="http://www.veeam.com/ent/v1.0" Message="Basic ${coded}, svc-demo" StatusCode="400"/>`;
  stage.em.faults.add({ path: /agents\/jobs/, do: { kind: 'status', status: 400, body } });
  const refused = await read('/em/agents/jobs?pageSize=1');
  expect(refused.json().emMessage).toBe('Basic [cut out], [cut out]');
  const transform = (text: string) => text.replace('<EntityReferences', '<EntityReferences Said="svc-demo"');
  stage.em.faults.add({ path: /agents\/jobs/, do: { kind: 'body', transform } });
  const passed = await read('/em/agents/jobs?pageSize=1');
  expect(passed.status).toBe(200);
  expect(passed.text).not.toContain('svc-demo');
});
