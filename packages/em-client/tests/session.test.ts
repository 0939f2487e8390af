import { afterEach, expect, test } from 'vitest';
import {
  createEnterpriseManager,
  EmError,
  type EnterpriseManager,
  type EnterpriseManagerOptions,
} from '../src/index.ts';
import { namespace, type Play, type PlayedServer, play, xml } from './played-server.ts';
import { agentJobXml, jobId, queryXml, taskXml } from './shapes.ts';

const running: PlayedServer[] = [];
const clients: EnterpriseManager[] = [];
afterEach(async () => {
  for (const em of clients.splice(0)) await em.close();
  for (const server of running.splice(0)) await server.stop();
});

async function connected(script: Play, more: Partial<EnterpriseManagerOptions> = {}, ownLogon = false) {
  const server = await play(script, { ownLogon });
  running.push(server);
  const em = createEnterpriseManager({
    url: server.url,
    username: 'svc',
    password: 'p',
    tls: { kind: 'system' },
    ...more,
  });
  clients.push(em);
  const sent = (part: string) => server.requests.filter(({ path }) => path.includes(part));
  return { server, em, sent };
}

const page = queryXml('AgentBackupJobs', agentJobXml());

test('ten callers at once share one logon, and ten after a loss share the next', async () => {
  let valid = 'token-1';
  const { em, sent } = await connected((request, response) =>
    request.headers['x-restsvcsessionid'] === valid ? xml(response, page) : void response.writeHead(401).end(),
  );
  await Promise.all(Array.from({ length: 10 }, () => em.agentJobs()));
  expect(sent('sessionMngr')).toHaveLength(1);
  valid = 'token-2';
  const lists = await Promise.all(Array.from({ length: 10 }, () => em.agentJobs()));
  expect(lists.every((jobs) => jobs.length === 1)).toBe(true);
  expect(sent('sessionMngr')).toHaveLength(2);
});

test('after a 401 a retry is sent again only where that has been chosen', async () => {
  const script: Play = (request, response) =>
    request.headers['x-restsvcsessionid'] === 'token-2'
      ? xml(response, taskXml(), 202)
      : void response.writeHead(401).end();
  const careful = await connected(script);
  await expect(careful.em.retry(jobId)).rejects.toMatchObject({ kind: 'session-lost', mayHaveHappened: false });
  expect(careful.sent('retry')).toHaveLength(1);
  const bold = await connected(script, { resendAfterProvenRefusal: true });
  expect((await bold.em.retry(jobId)).ref.taskId).toBe('task-1');
  expect(bold.sent('retry')).toHaveLength(2);
});

test('a task of an earlier logon session is never asked for in a later one', async () => {
  let valid = 'token-1';
  const { em, sent } = await connected((request, response) =>
    request.headers['x-restsvcsessionid'] === valid
      ? xml(response, request.method === 'POST' ? taskXml() : page, 202)
      : void response.writeHead(401).end(),
  );
  const { ref } = await em.retry(jobId);
  valid = 'token-2';
  await em.agentJobs();
  expect(em.logonId).not.toBe(ref.logonId);
  await expect(em.task(ref)).rejects.toMatchObject({ kind: 'session-lost' });
  await expect(em.endTask(ref)).rejects.toMatchObject({ kind: 'session-lost' });
  expect(sent('/tasks/')).toHaveLength(0);
});

test('a wrong password is tried three times and then left alone', async () => {
  const { em, server } = await connected(
    (_request, response) => void response.writeHead(401, { 'www-authenticate': 'Basic Realm=RestSvc' }).end(),
    {},
    true,
  );
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const error = await em.agentJobs().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EmError);
    expect(error).toMatchObject({ kind: 'credentials' });
  }
  expect(server.requests).toHaveLength(3);
});

test('the token is the one of the header, not of the body, and log-off names the session', async () => {
  const { em, sent, server } = await connected((_request, response) => xml(response, page));
  await em.agentJobs();
  expect(sent('/query')[0]?.headers['x-restsvcsessionid']).toBe('token-1');
  await em.close();
  expect(server.requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/api/logonSessions/id-1' });
});

test('reads are tried again at most twice, and what passes by then is a success', async () => {
  const { em, sent } = await connected((_request, response, played) =>
    played < 3 ? void response.socket?.destroy() : xml(response, page),
  );
  expect(await em.agentJobs()).toHaveLength(1);
  expect(sent('/query')).toHaveLength(3);
});

test('a server that keeps failing is left in peace for a moment', async () => {
  const { em, sent } = await connected((_request, response) => void response.writeHead(500).end());
  for (let call = 0; call < 5; call += 1) await em.agentJobs().catch(() => undefined);
  const asked = sent('/query').length;
  await expect(em.agentJobs()).rejects.toMatchObject({ kind: 'circuit-open' });
  await expect(em.retry(jobId)).rejects.toMatchObject({ kind: 'circuit-open', mayHaveHappened: false });
  expect(sent('/query')).toHaveLength(asked);
});

test.each([
  [200, 200, 'operator'],
  [403, 200, 'viewer'],
  [403, 403, 'none'],
] as const)('an account that gets %i for agent jobs and %i for sessions is %s', async (jobs, sessions, may) => {
  const { em, server } = await connected((request, response) => {
    const status = request.url?.startsWith('/api/agents/jobs') ? jobs : sessions;
    xml(
      response,
      status === 200 ? '<EntityReferences/>' : `<Error ${namespace} Message="Access is denied" StatusCode="403"/>`,
      status,
    );
  });
  expect(await em.checkAccount('tech\\anna', 'x')).toEqual({ user: 'TECH\\svc', may });
  expect(server.requests.at(-1)).toMatchObject({ method: 'DELETE' });
  expect(em.logonId).toBeNull();
});
