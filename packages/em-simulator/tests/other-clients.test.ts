import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { basic, ids, logOn, send, textsOf } from './talk.ts';

const NOON = Date.UTC(2026, 2, 11, 12);

/** The answer of a server to bytes as a client wrote them, up to the end of the first answer. */
function raw(em: EnterpriseManagerSimulator, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: '127.0.0.1', port: Number(new URL(em.url).port), ca: em.caPem });
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      answer += piece;
    });
    socket.on('end', () => resolve(answer)).on('error', reject);
    socket.end(text);
  });
}

test.each([
  '/api/sessionMngr/?v=latest',
  '/api/sessionMngr/',
  '/api/sessionMngr',
  '/api/SessionMngr/?v=v1_7',
  '//api//sessionmngr//?V=v1_5',
  '/API/SESSIONMNGR/?v=V1_3',
])('a client logs on at %s', async (path) => {
  const em = await begin();
  const received = await send(em, path, { method: 'POST', headers: basic(em, 'anna') });
  expect(received.status).toBe(201);
  expect(textsOf(received.body, 'UserName')).toEqual(['TECH\\anna']);
});

test('the service lists its versions before anybody logs on, each with the link to log on by', async () => {
  const em = await begin();
  const { body } = await send(em, '/api/');
  expect([...body.matchAll(/<SupportedVersion Name="(v1_\d)"/g)].map((match) => match[1])).toEqual([
    'v1_5',
    'v1_6',
    'v1_7',
  ]);
  expect(body).toContain('<Links><Link Rel="Down" Type="LogonSessionList" Href=');
  const path = new URL(/Rel="Create" Type="LogonSession" Href="([^"]+)"/.exec(body)?.[1] ?? '');
  const received = await send(em, path.pathname + path.search, { method: 'POST', headers: basic(em, 'anna') });
  expect(received.status).toBe(201);
});

test('a shell script that takes the token for the id in base64 works with a version 12', async () => {
  const em = await begin({ flavour: 'v12' });
  const received = await send(em, '/api/sessionMngr/?v=latest', { method: 'POST', headers: basic(em, 'anna') });
  const id = textsOf(received.body, 'SessionId')[0] ?? '';
  expect(received.headers['x-restsvcsessionid']).toBe(Buffer.from(id).toString('base64'));
  const newer = await begin({ flavour: 'v13' });
  const other = await send(newer, '/api/sessionMngr/?v=latest', { method: 'POST', headers: basic(newer, 'anna') });
  const otherId = textsOf(other.body, 'SessionId')[0] ?? '';
  expect(other.headers['x-restsvcsessionid']).not.toBe(Buffer.from(otherId).toString('base64'));
});

test.each([
  [undefined, 'xml'],
  ['*/*', 'xml'],
  ['application/xml, application/json', 'xml'],
  ['application/json, text/plain, */*', 'json'],
  ['Application/JSON;charset=utf-8', 'json'],
])('a client that accepts %s gets %s', async (accept, type) => {
  const em = await begin();
  const received = await send(em, '/api/nothing', { headers: { ...(await logOn(em)), ...(accept ? { accept } : {}) } });
  expect(received.headers['content-type']).toBe(`application/${type}; charset=utf-8`);
  if (type === 'json')
    expect(JSON.parse(received.body)).toEqual({
      FirstChanceExceptionMessage: 'The requested resource was not found.',
      Message: 'The requested resource was not found.',
      StackTrace: null,
      Status: null,
      StatusCode: 404,
    });
});

test('a client with a cookie jar is let in by the cookie alone', async () => {
  const em = await begin();
  const received = await send(em, '/api/sessionMngr/', { method: 'POST', headers: basic(em, 'anna') });
  const cookie = String(received.headers['set-cookie']).split(';')[0] ?? '';
  expect((await send(em, '/api/tasks', { headers: { Cookie: `theme=dark; ${cookie}` } })).status).toBe(200);
});

test('Basic credentials are ignored where a token is there', async () => {
  const em = await begin();
  const headers = { ...(await logOn(em)), Authorization: 'Basic bm86bm8=' };
  expect((await send(em, '/api/agents/jobs', { headers })).status).toBe(200);
  expect((await send(em, '/api/agents/jobs', { headers: basic(em, 'anna') })).status).toBe(401);
});

test('a client that sends chunks and a length of nothing with its POST is understood', async () => {
  const em = await begin();
  const job = em.world.addJob({ name: 'PHP', machines: ['m'], last: 'failed' });
  const token = (await logOn(em))['X-RestSvcSessionId'];
  const answer = await raw(
    em,
    `POST /api/agents/jobs/${job.id}?action=retry HTTP/1.1\r\nHost: em\r\nX-RESTSVCSESSIONID: ${token}\r\n` +
      'Content-Length: 0\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 202 /);
  expect(em.executions).toHaveLength(1);
});

test('a body on a POST that takes none is ignored', async () => {
  const em = await begin();
  const job = em.world.addJob({ name: 'Body', machines: ['m'], last: 'failed' });
  const token = (await logOn(em))['X-RestSvcSessionId'];
  const answer = await raw(
    em,
    `POST /api//agents/jobs/urn:veeam:AgentBackupJob:${job.id.toUpperCase()}?action=Retry HTTP/1.1\r\nHost: em\r\n` +
      `x-restsvcsessionid: ${token}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 202 /);
});

test.each(['entity', 'Entity', 'ENTITIES', 'entities'])(
  'format=%s gives whole entities in queries; of plain collections the plural gives references',
  async (format) => {
    const em = await begin({ jobs: 3 });
    const headers = await logOn(em);
    const queried = await send(em, `/api/query?type=BackupServer&format=${format}`, { headers });
    expect(queried.body).not.toContain('<Ref ');
    for (const path of ['/api/agents/jobs', '/api/backupSessions', '/api/backupServers', '/api/jobs']) {
      const { body } = await send(em, `${path}?format=${format}`, { headers });
      expect(body.includes('<Ref ')).toBe(/entities/i.test(format));
      expect(body).toContain('UID="urn:veeam:');
    }
  },
);

test('the first link of jobs and sessions is their backup server', async () => {
  const em = await begin({ jobs: 30 });
  const headers = await logOn(em);
  const servers = new Set(em.world.jobs().map(({ server }) => server));
  for (const path of ['/api/agents/jobs?format=Entity', '/api/backupSessions?format=Entity&pageSize=20']) {
    const { body } = await send(em, path, { headers });
    const firsts = [...body.matchAll(/<(?:AgentBackupJob|BackupJobSession) [^>]*><Links><Link ([^>]*)\/>/g)];
    expect(firsts.length).toBeGreaterThan(4);
    for (const [, link = ''] of firsts) {
      expect(link).toContain('Rel="Up" Type="BackupServerReference"');
      expect(servers).toContain(/Name="([^"]*)"/.exec(link)?.[1]);
    }
  }
});

test('filters are understood quoted and unquoted, with and without Z, in groups, with a UID as it stands', async () => {
  const em = await begin({ jobs: 6, clock: { now: () => NOON } });
  const headers = await logOn(em);
  const ask = (filter: string) =>
    ids(em, `/api/query?type=BackupJobSession&pageSize=9999&filter=${encodeURIComponent(filter)}`, headers);
  const day = await ask('JobType==AgentBackup;CreationTime>="2026-03-10T00:00:00Z"');
  expect(day.length).toBeGreaterThan(0);
  for (const spelling of [
    'JobType=="AgentBackup";CreationTime>=2026-03-10T00:00:00Z',
    'jobtype==agentbackup;creationtime>=2026-03-10T00:00:00',
    'CreationTime>=2026-03-10;JobType==AGENTBACKUP',
    'CreationTime>="2026-03-10 00:00:00";JobType==AgentBackup',
    '(JobType==AgentBackup);(CreationTime>="2026-03-10T00:00:00.000Z")',
    'CreationTime>="2026-03-10T01:00:00+01:00";JobType==AgentBackup',
  ])
    expect(await ask(spelling)).toEqual(day);
  const [first, second] = em.world.jobs();
  const both = await ask(`(JobUid==urn:veeam:Job:${first?.id},JobUid==urn:veeam:AgentBackupJob:${second?.id})`);
  const one = await ask(`JobUid==${first?.id.toUpperCase()}`);
  const other = await ask(`JobUid=="urn:veeam:Job:${second?.id}"`);
  expect(both).toEqual([...one, ...other].toSorted());
  expect(await ask(`JobName=="${first?.name}"`)).toEqual(one);
  expect(await ask(`JobUid==${first?.id};Result!=Failed,JobUid==${first?.id};Result==Failed`)).toEqual(one);
});

test('unknown parameters are ignored and an unknown type gets 400', async () => {
  const em = await begin({ jobs: 3 });
  const headers = await logOn(em);
  expect((await send(em, '/api/query?type=AgentBackupJob&colour=red', { headers })).status).toBe(200);
  expect((await send(em, '/api/query?type=Nothing', { headers })).status).toBe(400);
});

test('the links of pages lead through all of them and back', async () => {
  const em = await begin({ jobs: 23, flavour: 'v13' });
  const headers = await logOn(em);
  const follow = (body: string, rel: string) => {
    const href = new RegExp(`Href="([^"]+)" Rel="${rel}"`).exec(body)?.[1]?.replaceAll('&amp;', '&');
    return href === undefined ? undefined : href.slice(em.url.length);
  };
  const seen: string[] = [];
  let path: string | undefined =
    `/api/query?type=AgentBackupJob&Filter=${encodeURIComponent('Name!="a & b";ScheduleEnabled==True')}&sortAsc=Name&PAGESIZE=5`;
  let last = '';
  for (let pages = 0; path !== undefined && pages < 9; pages += 1) {
    const { body, status } = await send(em, path, { headers });
    expect(status).toBe(200);
    seen.push(...[...body.matchAll(/<Ref [^>]*Name="([^"]*)"/g)].map((match) => match[1] ?? ''));
    last = body;
    path = follow(body, 'Next');
  }
  expect(seen).toHaveLength(23);
  expect(seen).toEqual(seen.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  expect(follow(last, 'Previous')).toMatch(/PAGESIZE=5&page=4$/);
  expect(follow(last, 'First')).toContain('page=1');
});

test('the runs of a job are the same by every way that clients take', async () => {
  const em = await begin({ jobs: 4, clock: { now: () => NOON } });
  const headers = await logOn(em);
  for (const { id } of em.world.jobs()) {
    const runs = await ids(em, `/api/agents/jobs/${id}/backupSessions`, headers);
    expect(runs.length).toBeGreaterThan(10);
    expect(await ids(em, `/api/jobs/${id}/backupSessions?format=Entity`, headers)).toEqual(runs);
    expect(await ids(em, `/api/query?type=BackupJobSession&pageSize=999&filter=JobUid==${id}`, headers)).toEqual(runs);
  }
});

test('JSON has the members that clients of version 12 and of version 13 read', async () => {
  const clock = handClock();
  for (const flavour of ['v12', 'v13'] as const) {
    const em = await begin({ flavour, clock });
    const job = em.world.addJob({ name: 'JSON', machines: ['m'], last: 'running' });
    const headers = { ...(await logOn(em)), Accept: 'application/json' };
    const read = async (path: string) => JSON.parse((await send(em, path, { headers })).body);
    const path = `/api/query?type=BackupJobSession&format=Entities&filter=JobUid==${job.id};State!=Stopped`;
    const answer = await read(path);
    if (flavour === 'v12') {
      expect(answer.Entities.BackupJobSessions.BackupJobSessions[0]).toMatchObject({
        JobName: 'JSON',
        JobType: 'AgentBackup',
        EndTimeUTC: null,
        Result: 'None',
        IsRetry: false,
      });
      expect(answer.PagingInfo).toMatchObject({ PageNum: 1, PageSize: 100, PagesCount: 1 });
      expect((await read('/api/nothing')).Message).toContain('not found');
    } else {
      expect(answer.entities.backupJobSessions.backupJobSessions[0]).toMatchObject({
        jobName: 'JSON',
        endTimeUTC: null,
        uid: expect.stringMatching(/^urn:veeam:BackupJobSession:/),
      });
      expect(answer.pagingInfo).toMatchObject({ pageNum: 1, pageSize: 100, pagesCount: 1 });
      expect((await read('/api/nothing')).message).toContain('not found');
    }
  }
});

test.each([
  ['/api/nothing', 404],
  ['/api/backups', 501],
  ['/api/cloud/tenants', 501],
  ['/api/agents/jobs/99999', 400],
  ['/api/agents/jobs/00000000-0000-4000-8000-000000000000', 404],
  ['/api/tasks/task-99', 404],
  ['/api/backupSessions/00000000-0000-4000-8000-000000000000', 404],
  ['/api/logonSessions/00000000-0000-4000-8000-000000000000', 500],
])('%s answers %d in Enterprise Manager’s form', async (path, status) => {
  const em = await begin({ jobs: 1 });
  const received = await send(em, path, { headers: await logOn(em) });
  expect(received.status).toBe(status);
  expect(received.body).toMatch(new RegExp(`<Error [^>]*StatusCode="${status}"`));
  expect(received.headers['content-length']).toBe(String(Buffer.byteLength(received.body)));
});

test('every link leads somewhere', async () => {
  const em = await begin({ jobs: 4 });
  const headers = await logOn(em);
  const asked = new Set<string>();
  const waiting = ['/api/', '/api/logonSessions', '/api/querySvc', '/api/agents/jobs?format=Entity', '/api/jobs'];
  while (waiting.length > 0 && asked.size < 400) {
    const path = waiting.shift() ?? '';
    if (asked.has(path)) continue;
    asked.add(path);
    const { status, body } = await send(em, path, { headers });
    expect([path, status]).toEqual([path, status === 501 ? 501 : 200]);
    const links = [...body.matchAll(/<Link ([^>]*)\/>/g)].map((match) => match[1] ?? '');
    for (const link of links.filter((each) => !/Rel="(?:Create|Delete|Start|Stop|Retry|Toggle\w*)"/.test(each))) {
      const href = /Href="([^"]+)"/.exec(link)?.[1]?.replaceAll('&amp;', '&') ?? '';
      waiting.push(href.slice(em.url.length));
    }
  }
  expect(asked.size).toBe(400);
});
