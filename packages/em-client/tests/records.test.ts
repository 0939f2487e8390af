import { afterEach, expect, test } from 'vitest';
import { createEnterpriseManager, type EnterpriseManager } from '../src/index.ts';
import { type Play, type PlayedServer, play, xml } from './played-server.ts';
import { agentJobXml, jobId, machineResultXml, queryXml, runId, runXml, serverId, taskXml } from './shapes.ts';

const open: { server: PlayedServer; em: EnterpriseManager }[] = [];
afterEach(async () => {
  for (const { em, server } of open.splice(0)) {
    await em.close();
    await server.stop();
  }
});

async function connected(script: Play): Promise<{ em: EnterpriseManager; server: PlayedServer }> {
  const server = await play(script);
  const em = createEnterpriseManager({
    url: server.url,
    username: 'TECH\\svc',
    password: 'pä:ß',
    tls: { kind: 'system' },
  });
  open.push({ server, em });
  return { em, server };
}

test('a job is read with its server, schedule and automatic retry', async () => {
  const { em } = await connected((_request, response) => xml(response, queryXml('AgentBackupJob', agentJobXml())));
  expect(await em.agentJobs()).toEqual([
    {
      id: jobId,
      name: 'Oracle Backup',
      platform: 'linux',
      platformText: 'AgentForLinux',
      description: 'Nightly & weekly',
      backupServer: { id: serverId, name: 'srv12.tech.local' },
      scheduleConfigured: true,
      scheduleEnabled: true,
      nextRunAt: Date.UTC(2026, 10, 24, 22),
      schedule: null,
      automaticRetry: { times: 3, waitMinutes: 10 },
    },
  ]);
});

test.each(['AgentBackupJob', 'AgentBackupJobs', 'Whatever'])(
  'jobs are found in a container called %s',
  async (container) => {
    const { em } = await connected((_request, response) => xml(response, queryXml(container, agentJobXml())));
    expect((await em.agentJobs()).map(({ id }) => id)).toEqual([jobId]);
  },
);

test('a name that looks like a number stays text, references and a byte order mark are taken away', async () => {
  const body = `\ufeff${queryXml('AgentBackupJobs', agentJobXml(jobId, '0042 &#252;&lt;&quot;&amp;amp;'))}`;
  const { em } = await connected((_request, response) => xml(response, body));
  expect((await em.agentJobs())[0]?.name).toBe('0042 ü<"&amp;');
});

test('runs join their job on the GUID whatever the URN, children of machines are left out', async () => {
  const child = runXml({ id: 'ffffffff-1111-4222-8333-444455556666', jobType: 'AgentManagement' });
  const { em } = await connected((_request, response) =>
    xml(response, queryXml('BackupJobSessions', child + runXml({ uidKind: 'AgentBackupJob' }))),
  );
  const runs = await em.runs({ jobId });
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    id: runId,
    jobId,
    kind: 'job',
    result: 'failed',
    state: 'stopped',
    failureMessage: null,
    progress: 100,
  });
  expect(runs[0]?.createdAt).toBe(Date.UTC(2026, 10, 23, 4, 12, 0, 120));
});

test('while a run is under way its result is none and it has no end, also where the end is "never"', async () => {
  const running = runXml({ ended: null, state: 'Working', result: 'None' });
  const never = runXml({
    id: 'eeeeeeee-1111-4222-8333-444455556666',
    ended: '1753-01-01T00:00:00Z',
    state: 'Working',
    result: '',
  });
  const { em } = await connected((_request, response) => xml(response, queryXml('BackupJobSessions', running + never)));
  for (const run of await em.runs({})) expect(run).toMatchObject({ endedAt: null, result: 'none', state: 'working' });
});

test('words, elements and attributes of a later version break nothing and are kept as they came', async () => {
  const odd = runXml({ state: 'Hibernating', result: 'Meh' }).replace(
    '<Progress>',
    '<Mood New="1">good</Mood><Progress>',
  );
  const { em } = await connected((_request, response) => xml(response, queryXml('BackupJobSessions', odd)));
  expect((await em.runs({}))[0]).toMatchObject({
    state: 'unknown',
    stateText: 'Hibernating',
    result: 'unknown',
    resultText: 'Meh',
  });
});

test('the reason of a machine comes whole', async () => {
  const reason = 'Failed to open C:\\Data\\&quot;x&quot;. Second sentence.';
  const { em } = await connected((_request, response) =>
    xml(
      response,
      queryXml('BackupTaskSessions', machineResultXml('aaaaaaaa-1111-4222-8333-444455556666', 'ora01', reason)),
    ),
  );
  const results = (await em.machineResultsOf([runId])).get(runId);
  expect(results?.[0]).toMatchObject({
    machine: 'ora01',
    result: 'failed',
    reason: 'Failed to open C:\\Data\\"x". Second sentence.',
    totalBytes: 1024,
  });
});

test('a retry is one POST without body and with the token, and gives the task of its logon session', async () => {
  const { em, server } = await connected((_request, response) => xml(response, taskXml(), 202));
  const task = await em.retry(jobId);
  expect(task).toMatchObject({ operation: 'RetryAgentJob', state: 'running', result: null, runId: null });
  expect(task.ref).toEqual({ taskId: 'task-1', logonId: em.logonId });
  const posts = server.requests.filter(({ path }) => path.includes('action=retry'));
  expect(posts).toHaveLength(1);
  expect(posts[0]?.headers).toMatchObject({
    'content-length': '0',
    'x-restsvcsessionid': 'token-1',
    accept: 'application/xml',
  });
  expect(posts[0]?.headers.cookie).toBeUndefined();
  expect(posts[0]?.headers.authorization).toBeUndefined();
});

test('a finished task has success, words and the run it links to, found by type', async () => {
  const link = `<Link Rel="Related" Type="BackupJobSessionReference" Href="https://x.invalid/api/backupSessions/${runId}"/>`;
  const body = taskXml(
    'Finished',
    '<Result Success="true"><Message>Job "Oracle Backup" triggered to retry.</Message></Result>',
  ).replace('<Links>', `<Links>${link}`);
  const { em } = await connected((_request, response) => xml(response, body));
  await em.open();
  const task = await em.task({ taskId: 'task-1', logonId: em.logonId ?? '' });
  expect(task).toMatchObject({
    state: 'finished',
    runId,
    result: { success: true, message: 'Job "Oracle Backup" triggered to retry.' },
  });
});

test('a password of any characters goes up as UTF-8', async () => {
  const { em, server } = await connected((_request, response) => xml(response, taskXml(), 202));
  await em.open();
  const basic = server.requests[0]?.headers.authorization?.replace('Basic ', '') ?? '';
  expect(Buffer.from(basic, 'base64').toString('utf8')).toBe('TECH\\svc:pä:ß');
});

test('an id that is no GUID is never sent', async () => {
  const { em, server } = await connected((_request, response) => xml(response, taskXml(), 202));
  await expect(em.retry(`${jobId}/../../x`)).rejects.toThrow(TypeError);
  expect(server.requests).toHaveLength(0);
});
