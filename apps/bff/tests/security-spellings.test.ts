import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, type HttpStage, openHttpStage, send } from './http-stage.ts';

const job = '78c3919c-54d7-43fe-b047-485d3566f11f';

let stage: HttpStage;
let viewer: Browser;
let operator: Browser;
beforeAll(async () => {
  stage = await openHttpStage();
  viewer = await stage.signIn('henry');
  operator = await stage.signIn('anna');
});
afterAll(() => stage.end());

/** Other ways to write a path that some server, proxy or library somewhere takes for the same. */
function spellings(path: string): string[] {
  const segments = path.slice(1).split('/');
  const last = segments.at(-1) ?? '';
  const head = `/${segments.slice(0, -1).join('/')}${segments.length > 1 ? '/' : ''}`;
  const everySlash = (by: string) => `/${segments.join(by)}`;
  const tails = [
    '/',
    '//',
    '/.',
    '/./',
    '/..;/',
    ';',
    ';x=1',
    ';.css',
    '.json',
    '.',
    '%00',
    '%00.html',
    '%20',
    '%09',
    '%0a',
    '%0d%0a',
    '%23',
    '%3f',
    '\\',
    '%5c',
    '~',
    '*',
    '/*',
    '%2f',
    '%252f',
  ];
  const joints = [
    '//',
    '///',
    '/./',
    '/x/../',
    '/%2e/',
    '/x/%2e%2e/',
    '%2f',
    '%2F',
    '%252f',
    '%5c',
    '\\',
    '/;/',
    '/..;/',
    ';/',
  ];
  return [
    ...tails.map((tail) => path + tail),
    ...joints.map(everySlash),
    path.toUpperCase(),
    path.replace(/[a-z]/, (letter) => letter.toUpperCase()),
    path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    path.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    `/${path}`,
    `/.${path}`,
    `/./${path.slice(1)}`,
    `/x/..${path}`,
    `/%2e%2e${path}`,
    `/..%2f${path.slice(1)}`,
    `/assets/..${path}`,
    `/assets/%2e%2e${path}`,
    `http://localhost:8080${path}`,
    `http://localhost:8080/${path}`,
    `${head}%${last.charCodeAt(0).toString(16)}${last.slice(1)}`,
  ].filter((spelling) => spelling !== path);
}

const guarded = [
  ['GET', '/api/board'],
  ['GET', '/api/agents/jobs'],
  ['GET', `/api/agents/jobs/${job}`],
  ['GET', '/api/tasks'],
  ['GET', '/api/wall-links'],
  ['GET', '/api/status'],
  ['GET', '/em/agents/jobs'],
  ['POST', '/api/collect'],
] as const;

test.each(guarded)('nobody gets %s %s by spelling it otherwise', async (method, path) => {
  expect(spellings(path).length).toBeGreaterThanOrEqual(40);
  for (const spelling of spellings(path)) {
    const { status } = await send(stage.port, method, spelling, { origin: 'http://localhost:8080' });
    expect([400, 401, 404, 405], `${method} ${spelling}`).toContain(status);
  }
});

test.each([
  ['GET', '/api/wall-links'],
  ['GET', '/em/agents/jobs'],
  ['POST', '/api/collect'],
] as const)('a viewer gets %s %s no more by spelling it otherwise', async (method, path) => {
  for (const spelling of spellings(path)) {
    const headers = { origin: 'http://localhost:8080', cookie: viewer.cookie, 'x-csrf-token': viewer.csrf };
    const { status } = await send(stage.port, method, spelling, headers);
    expect([400, 403, 404, 405], `${method} ${spelling}`).toContain(status);
  }
});

test('no spelling takes an operator through the gateway to logons, accounts or security', async () => {
  const before = stage.em.requests.length;
  const wanted = ['logonSessions', 'security/accounts', 'security/roles', 'sessionMngr', 'agents/../security/accounts'];
  for (const spelling of wanted.flatMap((path) => spellings(`/em/${path}`).concat(`/em/${path}`))) {
    const { status } = await send(stage.port, 'GET', spelling, { cookie: operator.cookie });
    expect([400, 404], spelling).toContain(status);
  }
  const passedOn = stage.em.requests.slice(before).filter(({ path }) => /security|sessionMngr/i.test(path));
  expect(passedOn).toEqual([]);
});

test('a retry is not requested by any other spelling of its action', async () => {
  const failed = stage.em.world.jobs().find(({ id }) => id !== '');
  const path = `/api/agents/jobs/${failed?.id}`;
  const queries = [
    '?action=Retry',
    '?action=retry&action=retry',
    '?Action=retry',
    '?action[]=retry',
    '?action=retry%00',
    '?%61ction=stop',
    '',
    '?action=',
  ];
  for (const query of queries) {
    const { status } = await stage.call('POST', path + query, { as: operator, body: {} });
    expect(status, query).toBe(400);
  }
  expect(stage.em.executions).toEqual([]);
});

test('a crooked id is refused and never passed on', async () => {
  const before = stage.em.requests.length;
  const ids = [
    '1',
    'null',
    `${job}x`,
    `{${job}}`,
    `urn:veeam:Job:${job}`,
    job.replaceAll('-', ''),
    '..%2f..%2fsecurity',
    '%00',
    '%ff',
    "'--",
    '__proto__',
    '%E0%A4%A',
  ];
  for (const id of ids) {
    const path = `/api/agents/jobs/${id}`;
    expect((await stage.call('GET', path, { as: operator })).status, id).toBe(400);
    expect((await stage.call('POST', `${path}?action=retry`, { as: operator, body: {} })).status, id).toBe(400);
    expect((await stage.call('DELETE', `/api/tasks/${id}`, { as: operator })).status, id).toBe(400);
  }
  const passedOn = stage.em.requests.slice(before).filter(({ path }) => path.includes('/agents/jobs/'));
  expect(passedOn).toEqual([]);
});
