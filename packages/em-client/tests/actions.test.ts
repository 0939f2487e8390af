import type { Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { type Play, xml } from './played-server.ts';
import { agentJobXml, jobId, queryXml, serverId, taskXml } from './shapes.ts';
import { connected, errorOf } from './stage.ts';

const jobs = queryXml('AgentBackupJobs', agentJobXml());

const brokenLogons: [string, Play][] = [
  ['hangs', () => undefined],
  ['is cut', (_request, response) => void response.socket?.destroy()],
  ['answers 500', (_request, response) => void response.writeHead(500).end()],
  ['gives no token', (_request, response) => xml(response, '<LogonSession/>', 201)],
  [
    'sends us elsewhere',
    (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ],
];

test.each(brokenLogons)('a retry whose logon %s has certainly not happened', async (_title, script) => {
  const { em, sent } = await connected(script, { readDeadlineMs: 200, actionDeadlineMs: 200 }, true);
  expect((await errorOf(em.retry(jobId))).mayHaveHappened).toBe(false);
  expect(sent('action=retry')).toEqual([]);
});

test('a retry that is answered with a redirect may have happened; nobody is followed', async () => {
  const elsewhere = await connected((_request, response) => xml(response, taskXml(), 202));
  const { em } = await connected(
    (_request, response) => void response.writeHead(307, { location: `${elsewhere.server.url}/api/x` }).end(),
  );
  const error = await errorOf(em.retry(jobId));
  expect(error).toMatchObject({ kind: 'refused', status: 307, mayHaveHappened: true });
  expect(error.hint).toContain('never followed');
  expect(elsewhere.server.requests).toEqual([]);
});

test('an action goes out on a connection of its own, never on a kept one', async () => {
  const reads = new Set<Socket>();
  const actions: Socket[] = [];
  const { em } = await connected((request, response) => {
    if (request.method === 'POST') actions.push(request.socket);
    else reads.add(request.socket);
    xml(response, request.method === 'POST' ? taskXml() : jobs);
  });
  for (let call = 0; call < 3; call += 1) {
    await em.agentJobs();
    await em.retry(jobId);
  }
  expect(new Set(actions).size).toBe(3);
  expect(actions.some((socket) => reads.has(socket))).toBe(false);
});

test('a retry does not wait behind reads that hang', async () => {
  const { em, sent } = await connected((request, response) => {
    if (request.method === 'POST') xml(response, taskXml(), 202);
  });
  await em.open();
  const reads = Array.from({ length: 20 }, () => em.agentJobs().catch(() => undefined));
  await vi.waitFor(() => expect(sent('/query').length).toBeGreaterThanOrEqual(8));
  expect((await em.retry(jobId)).state).toBe('running');
  await em.close();
  await Promise.all(reads);
});

test('stop and collect are one POST each as well, ending a task one DELETE', async () => {
  const { em, server } = await connected((request, response) =>
    request.method === 'DELETE' ? void response.writeHead(204).end() : xml(response, taskXml(), 202),
  );
  const { ref } = await em.stop(jobId);
  await em.collect(serverId);
  await em.endTask(ref);
  expect(server.requests.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
    `POST /api/agents/jobs/${jobId}?action=stop`,
    `POST /api/backupServers/${serverId}?action=collect`,
    'DELETE /api/tasks/task-1',
  ]);
});

test.each(['..', '../logonSessions', 'task-1?x', '', 'a'.repeat(65)])(
  'a task called %j is asked for nowhere',
  async (taskId) => {
    const { em, server } = await connected((_request, response) => xml(response, taskXml()));
    await expect(em.task({ taskId, logonId: 'x' })).rejects.toThrow(TypeError);
    await expect(em.endTask({ taskId, logonId: 'x' })).rejects.toThrow(TypeError);
    expect(server.requests).toEqual([]);
  },
);

test('after closing, nothing is asked any more, and one logon session is ended once', async () => {
  const { em, server } = await connected((_request, response) => xml(response, jobs));
  await em.agentJobs();
  await em.close();
  await em.close();
  const asked = server.requests.length;
  expect(server.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  expect(await errorOf(em.agentJobs())).toMatchObject({ kind: 'session-lost' });
  expect(await errorOf(em.retry(jobId))).toMatchObject({ kind: 'session-lost', mayHaveHappened: false });
  expect(server.requests).toHaveLength(asked);
});

test('closing while a logon is under way ends that session too', async () => {
  const { em, server } = await connected((_request, response) => xml(response, jobs));
  const reading = errorOf(em.agentJobs());
  await em.close();
  expect(await reading).toMatchObject({ kind: 'session-lost' });
  expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
});

test('closing is no error where the server is gone', async () => {
  const { em, server } = await connected((_request, response) => xml(response, jobs));
  await em.open();
  await server.stop();
  await expect(em.close()).resolves.toBeUndefined();
});
