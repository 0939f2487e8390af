import { expect, test } from 'vitest';
import { begin, handClock, runsOf } from './begin.ts';
import { basic, logOn, send, textsOf } from './talk.ts';

test('a logon answers token, cookie and Location, and the token is not the session id', async () => {
  const em = await begin();
  const received = await send(em, '/api//SESSIONMNGR', { method: 'POST', headers: basic(em, 'anna') });
  const token = String(received.headers['x-restsvcsessionid']);
  expect(received.status).toBe(201);
  expect(received.headers['set-cookie']).toEqual([`X-RestSvcSessionId=${token}; Path=/api;`]);
  const [id] = textsOf(received.body, 'SessionId');
  expect(received.headers.location).toBe(`${em.url}/api/logonSessions/${id}`);
  expect(token).not.toBe(id);
  const wrong = { 'X-RestSvcSessionId': token, Cookie: 'X-RestSvcSessionId=other' };
  expect((await send(em, '/api/tasks', { headers: wrong })).status).toBe(401);
  expect(
    (await send(em, `/api/logonSessions/${id}`, { method: 'DELETE', headers: { 'x-restsvcsessionid': token } })).status,
  ).toBe(204);
  expect((await send(em, '/api/tasks', { headers: { 'x-restsvcsessionid': token } })).status).toBe(401);
});

test('a wrong password gets 401 with a challenge', async () => {
  const em = await begin();
  const received = await send(em, '/api/sessionMngr/?v=latest', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('TECH\\anna:no')}` },
  });
  expect(received.status).toBe(401);
  expect(received.headers['www-authenticate']).toBe('Basic Realm=RestSvc');
  expect(received.body).toContain('StatusCode="401"');
});

test('a logon session lives while it is used and is gone after 15 idle minutes', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const headers = await logOn(em);
  clock.at += 14 * 60_000;
  expect((await send(em, '/api/tasks', { headers })).status).toBe(200);
  clock.at += 14 * 60_000;
  expect((await send(em, '/api/tasks', { headers })).status).toBe(200);
  clock.at += 15 * 60_000 + 1;
  expect((await send(em, '/api/tasks', { headers })).status).toBe(401);
});

test('a Portal User reads sessions but neither sees nor retries agent jobs', async () => {
  const em = await begin();
  const job = em.world.addJob({ name: 'Job', machines: ['a'], last: 'failed' });
  const [henry, rita] = [await logOn(em, 'henry'), await logOn(em, 'rita')];
  expect((await send(em, runsOf(job.id), { headers: henry })).status).toBe(200);
  expect((await send(em, '/api/agents/jobs?pageSize=1', { headers: henry })).status).toBe(403);
  expect((await send(em, '/api/query?type=agentbackupjob', { headers: henry })).status).toBe(403);
  expect((await send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers: henry })).status).toBe(
    403,
  );
  expect((await send(em, runsOf(job.id), { headers: rita })).status).toBe(403);
  expect(em.executions).toEqual([]);
});

test('after a restart the old token is unknown and task-1 is another task', async () => {
  const em = await begin();
  const job = em.world.addJob({ name: 'Job', machines: ['m'], last: 'failed' });
  const old = await logOn(em);
  await send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers: old });
  em.restart();
  expect((await send(em, '/api/tasks/task-1', { headers: old })).status).toBe(401);
  const fresh = await logOn(em);
  expect((await send(em, '/api/tasks/task-1', { headers: fresh })).status).toBe(404);
});

/** Rel, type and path of every link of an answer, in order. */
function linksIn(body: string): string[][] {
  return [...body.matchAll(/<Link ([^>]*)\/>/g)].map(([, link = '']) => [
    /Rel="([^"]*)"/.exec(link)?.[1] ?? '',
    /Type="([^"]*)"/.exec(link)?.[1] ?? '',
    new URL(/Href="([^"]*)"/.exec(link)?.[1] ?? '').pathname,
  ]);
}

test('a logon session links 68 places by their real types, first what is above it, last the way out without a type', async () => {
  const em = await begin();
  const received = await send(em, '/api/sessionMngr/?v=latest', { method: 'POST', headers: basic(em, 'anna') });
  const links = linksIn(received.body);
  expect(links).toHaveLength(68);
  expect(links[0]).toEqual(['Up', 'EnterpriseManager', '/api/']);
  expect(links.at(-1)).toEqual(['Delete', '', `/api/logonSessions/${textsOf(received.body, 'SessionId')[0]}`]);
  const types = links.map(([, type]) => type);
  const named = ['BackupServerReferenceList', 'JobReferenceList', 'BackupJobSessionReferenceList', 'TaskList'];
  const behind = ['QueryService', 'Report', 'JobList', 'BackupTaskSessionList', 'AgentsService', 'NasService'];
  const places = [...named, ...behind].map((type) => types.indexOf(type));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test.each([
  ['JobReferenceList', '<EntityReferences '],
  ['BackupServerList', '<BackupServers '],
  ['QueryService', '<QuerySvc '],
  ['TaskList', '<Tasks '],
])('a script that follows the link %s from its logon session finds %s', async (type, root) => {
  const em = await begin({ jobs: 20 });
  const received = await send(em, '/api/sessionMngr/?v=latest', { method: 'POST', headers: basic(em, 'anna') });
  const headers = { 'X-RestSvcSessionId': String(received.headers['x-restsvcsessionid']) };
  const href = new RegExp(`Type="${type}" Href="([^"]*)"`).exec(received.body)?.[1] ?? '';
  const found = await send(em, href.slice(em.url.length), { headers });
  expect([found.status, found.body.includes(root)]).toEqual([200, true]);
});

test('a client logs off by the last link', async () => {
  const em = await begin();
  const received = await send(em, '/api/sessionMngr/', { method: 'POST', headers: basic(em, 'anna') });
  const headers = { 'X-RestSvcSessionId': String(received.headers['x-restsvcsessionid']) };
  const [, , path = ''] = linksIn(received.body).at(-1) ?? [];
  expect((await send(em, path, { method: 'DELETE', headers })).status).toBe(204);
  expect((await send(em, '/api/tasks', { headers })).status).toBe(401);
});

test.each([
  ['v12', { SupportedVersions: { SupportedVersions: [{ Name: 'v1_5' }, { Name: 'v1_6' }, { Name: 'v1_7' }] } }],
  ['v13', { supportedVersions: { supportedVersions: [{ name: 'v1_5' }, { name: 'v1_6' }, { name: 'v1_7' }] } }],
] as const)('the versions have the shape that JSON clients of %s read', async (flavour, content) => {
  const em = await begin({ flavour });
  const received = await send(em, '/api/', { headers: { Accept: 'application/json' } });
  const answer: unknown = JSON.parse(received.body);
  expect(answer).toMatchObject(content);
});
