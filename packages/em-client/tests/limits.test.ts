import { expect, test } from 'vitest';
import { createEnterpriseManager } from '../src/index.ts';
import { namespace, xml } from './played-server.ts';
import { agentJobXml, jobId, machineResultXml, queryXml, runId, runXml } from './shapes.ts';
import { connected, errorOf } from './stage.ts';

const jobs = queryXml('AgentBackupJobs', agentJobXml());
const options = { url: 'https://em:9398', username: 'svc', password: 'p', tls: { kind: 'system' } } as const;

test('a server that takes every logon and no call is not filled with logon sessions', async () => {
  const { em, sent } = await connected((_request, response) => void response.writeHead(401).end());
  for (let call = 0; call < 10; call += 1)
    expect(await errorOf(em.agentJobs())).toMatchObject({ kind: 'session-lost' });
  expect(sent('sessionMngr')).toHaveLength(3);
  expect((await errorOf(em.agentJobs())).retryAfterMs).toBeGreaterThanOrEqual(1_000);
});

test('a try that broke late in the deadline is the last one', async () => {
  const { em, sent } = await connected((_request, response) => void setTimeout(() => response.socket?.destroy(), 300), {
    readDeadlineMs: 400,
  });
  // On a busy machine the whole deadline may have passed before the end of the connection is noticed.
  expect((await errorOf(em.agentJobs())).isUnanswered).toBe(true);
  expect(sent('/query')).toHaveLength(1);
});

test('a user name with a colon is refused here: it would arrive as another one', async () => {
  const { em, server } = await connected((_request, response) => xml(response, jobs), { username: 'a:b' });
  expect(await errorOf(em.agentJobs())).toMatchObject({ kind: 'credentials' });
  expect(server.requests).toEqual([]);
});

test.each([
  ['an address that is none', { url: 'em' }],
  ['another protocol', { url: 'ftp://em' }],
  ['a password in the address', { url: 'https://svc:p@em:9398' }],
  ['an empty pin', { tls: { kind: 'fingerprint', sha256: '' } }],
  ['a SHA-1 pin', { tls: { kind: 'fingerprint', sha256: 'ab:'.repeat(20) } }],
] as const)('%s is a fault at once', (_title, wrong) => {
  expect(() => createEnterpriseManager({ ...options, ...wrong })).toThrow(TypeError);
});

test.each(['http://em:9398', 'http://em:9398/', 'http://em:9398/api', 'http://em:9398/api/?x#y'])(
  '%s is the same server',
  (url) => {
    expect(createEnterpriseManager({ ...options, url }).host).toBe('em:9398');
  },
);

test.each(['text/html; charset=utf-8', 'application/json', 'text/plain'])(
  'an answer that calls itself %s is not read, whatever it holds',
  async (type) => {
    const { em } = await connected((_request, response) => xml(response, jobs, 200, { 'content-type': type }));
    const error = await errorOf(em.agentJobs());
    expect(error).toMatchObject({ kind: 'unreadable' });
    expect(error.message).toContain(type);
  },
);

test('compressed bytes nobody asked for are named as such', async () => {
  const { em } = await connected((_request, response) => xml(response, jobs, 200, { 'content-encoding': 'gzip' }));
  expect((await errorOf(em.agentJobs())).message).toContain('compressed (gzip)');
});

test.each([
  ['its session ends in the middle', 401, '', 'refused'],
  ['a proxy answers with its own page', 200, '<!DOCTYPE html><html/>', 'unreadable'],
  ['EM breaks', 500, '', 'refused'],
])('nobody becomes anything where %s; the logon session is ended all the same', async (_title, status, body, kind) => {
  const { em, server } = await connected((_request, response) => xml(response, body, status));
  expect(await errorOf(em.checkAccount('tech\\anna', 'x'))).toMatchObject({ kind });
  expect(server.requests.at(-1)?.method).toBe('DELETE');
});

test('a server that finds no runs by JobUid is asked by the address of the job, from then on at once', async () => {
  const { em, sent } = await connected((request, response) => {
    const mine = request.url?.startsWith(`/api/agents/jobs/${jobId}/backupSessions`);
    xml(response, queryXml('BackupJobSessions', mine ? runXml() : ''));
  });
  expect((await em.runs({ jobId })).map(({ id }) => id)).toEqual([runId]);
  expect(await em.runs({ jobId, limit: 1 })).toHaveLength(1);
  expect(sent('/query')).toHaveLength(1);
});

test('children that a server lists all the same do not use up the limit', async () => {
  const children = Array.from({ length: 12 }, () => runXml({ id: crypto.randomUUID(), jobType: 'AgentManagement' }));
  const { em } = await connected((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const [page, size] = [Number(query.get('page')), Number(query.get('pageSize'))];
    const all = [...children, runXml({ created: '2026-11-23T04:00:00Z' })];
    const listed = query.get('filter')?.includes('CreationTime<') ? all.slice(-1) : all;
    const some = listed.slice((page - 1) * size, page * size).join('');
    xml(response, queryXml('BackupJobSessions', some, page, Math.ceil(listed.length / size)));
  });
  expect((await em.runs({ limit: 1 })).map(({ id }) => id)).toEqual([runId]);
});

test('a server that takes no filter by session is asked run by run', async () => {
  const { em } = await connected((request, response) => {
    if (request.url?.startsWith('/api/query'))
      xml(response, `<Error ${namespace} Message="No field" StatusCode="400"/>`, 400);
    else xml(response, queryXml('BackupTaskSessions', machineResultXml(jobId, 'ora01', 'why')));
  });
  expect((await em.machineResultsOf([runId])).get(runId)).toMatchObject([{ machine: 'ora01', reason: 'why' }]);
});

test('one record that cannot be read is named, and the hint leads to it', async () => {
  const { em } = await connected((_request, response) =>
    xml(response, queryXml('BackupJobSessions', runXml({ created: '2026-11-23T04:12:00.780463.5Z' }))),
  );
  const error = await errorOf(em.runs({}));
  expect(error).toMatchObject({ kind: 'unreadable' });
  expect(error.message).toContain(`its session ${runId} has no CreationTimeUTC`);
  expect(error.hint).toContain('Enterprise Manager itself');
});

test('a call in a message stays short, however long its filter', async () => {
  const { em } = await connected((_request, response) => void response.writeHead(403).end());
  const error = await errorOf(em.machineResultsOf(Array.from({ length: 15 }, () => crypto.randomUUID())));
  expect(error.call.length).toBeLessThan(400);
});

test('requests for machine results keep below two kilobytes', async () => {
  const { em, sent } = await connected((_request, response) => xml(response, queryXml('BackupTaskSessions', '')));
  await em.machineResultsOf(Array.from({ length: 40 }, () => crypto.randomUUID()));
  expect(sent('/query').length).toBeGreaterThan(1);
  for (const { path } of sent('/query')) expect(path.length).toBeLessThan(2_048);
});
