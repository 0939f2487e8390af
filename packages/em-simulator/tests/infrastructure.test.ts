import { expect, test } from 'vitest';
import { begin, handClock } from './begin.ts';
import { ids, logOn, send, textsOf } from './talk.ts';

const NOON = Date.UTC(2026, 2, 11, 12);

test('reports agree with the world', async () => {
  const em = await begin({ jobs: 40, clock: { now: () => NOON } });
  const headers = await logOn(em);
  const report = async (name: string) => (await send(em, `/api/reports/summary/${name}`, { headers })).body;
  const count = async (path: string) => (await ids(em, path, headers)).length;
  const number = (body: string, name: string) => Number(textsOf(body, name)[0]);
  const overview = await report('overview');
  expect(number(overview, 'BackupServers')).toBe(await count('/api/backupServers'));
  const jobs = (await count('/api/agents/jobs')) + (await count('/api/jobs'));
  expect(number(overview, 'ScheduledJobs')).toBe(jobs);
  const statistics = await report('job_statistics');
  const since = encodeURIComponent('CreationTime>"2026-03-10T12:00:00Z";State==Stopped;JobType!=AgentManagement');
  const runs = await count(`/api/query?type=BackupJobSession&pageSize=9999&filter=${since}`);
  expect(runs).toBeGreaterThan(40);
  expect(number(statistics, 'TotalJobRuns')).toBe(runs);
  // Whole minutes in seconds: 52860 and 4140 were captured from 12.3.2 and 13.0.1, of jobs of 15 hours and of one.
  const longest = number(statistics, 'MaxJobDuration');
  expect([longest % 60, longest >= 600, longest < 24 * 3600]).toEqual([0, true, true]);
  const running = encodeURIComponent('State!=Stopped;JobType!=AgentManagement');
  expect(number(statistics, 'RunningJobs')).toBe(await count(`/api/query?type=BackupJobSession&filter=${running}`));
  const vms = await report('vms_overview');
  expect(number(vms, 'ProtectedVms')).toBeGreaterThanOrEqual(await count('/api/agents/discoveredComputers'));
  expect(textsOf(await report('repository'), 'Name')).toHaveLength(await count('/api/repositories'));
});

test('computers are found in their groups, servers have what lists of all have', async () => {
  const em = await begin({ jobs: 30 });
  const headers = await logOn(em);
  for (const [place, below, all] of [
    ['/api/agents/protectionGroups', 'discoveredComputers', '/api/agents/discoveredComputers'],
    ['/api/backupServers', 'repositories', '/api/repositories'],
    ['/api/backupServers', 'managedServers', '/api/managedServers'],
    ['/api/backupServers', 'jobs', '/api/jobs'],
  ] as const) {
    const found: string[] = [];
    for (const id of await ids(em, place, headers)) found.push(...(await ids(em, `${place}/${id}/${below}`, headers)));
    expect(found.length).toBeGreaterThan(0);
    expect(found.toSorted()).toEqual(await ids(em, all, headers));
  }
});

test('accounts are listed with their roles; who has a role by a group is not', async () => {
  const em = await begin();
  const headers = await logOn(em);
  const { body } = await send(em, '/api/security/accounts?format=Entity', { headers });
  expect(body).toContain(' Name="TECH\\anna" UID=');
  expect(body).not.toContain('TECH\\ben');
  const roleOf = async (name: string) => {
    const list = (await send(em, '/api/security/accounts', { headers })).body;
    const id = new RegExp(`Name="TECH\\\\${name}" UID="urn:veeam:EnterpriseAccount:([^"]+)"`).exec(list)?.[1];
    const roles = (await send(em, `/api/security/accounts/${id}/roles`, { headers })).body;
    return textsOf(roles, 'RoleName').join();
  };
  expect(await roleOf('anna')).toBe('Portal Administrator');
  expect(await roleOf('henry')).toBe('Portal User');
  em.setRole('TECH\\anna', 'Portal User');
  expect(await roleOf('anna')).toBe('Portal User');
  expect((await send(em, '/api/security/accounts', { headers: await logOn(em, 'henry') })).status).toBe(403);
});

test('a computer gives an address as its own that leads nowhere, and links the one it has', async () => {
  const em = await begin({ jobs: 10 });
  const headers = await logOn(em);
  for (const form of ['', '?format=Entity']) {
    const { body } = await send(em, `/api/agents/discoveredComputers${form}`, { headers });
    const own = /Type="DiscoveredComputer(?:Reference)?" Href="([^"]*)"/.exec(body)?.[1] ?? '';
    expect(own).toMatch(/\/api\/backupTaskSessions\/[0-9a-f-]{36}(?:\?format=Entity)?$/);
    expect((await send(em, own.slice(em.url.length), { headers })).status).toBe(404);
    const other = /Rel="Alternate" Type="DiscoveredComputer(?:Reference)?" Href="([^"]*)"/.exec(body)?.[1] ?? '';
    expect((await send(em, other.slice(em.url.length), { headers })).status).toBe(200);
  }
});

test('a computer leads to its protection group by the type that the reference gives it', async () => {
  const em = await begin({ jobs: 10 });
  const headers = await logOn(em);
  const { body } = await send(em, '/api/agents/discoveredComputers?format=Entity', { headers });
  const href = /Type="AgentProtectionGroupReference" Href="([^"]*)"/.exec(body)?.[1] ?? '';
  const group = await send(em, `${href.slice(em.url.length)}?format=Entity`, { headers });
  expect(group.body).toMatch(/<AgentProtectionGroup [^>]*UID="urn:veeam:AgentProtectionGroup:/);
});

test('accounts and roles can bear the names of the schema', async () => {
  const em = await begin({ securityNames: 'schema' });
  const headers = await logOn(em);
  const accounts = await send(em, '/api/security/accounts?format=Entity', { headers });
  expect(accounts.body).toContain('<EnterpriseAccountEntity Type="EnterpriseAccount" ');
  const roles = await send(em, '/api/security/roles?format=Entity', { headers });
  expect(roles.body).toContain('<EnterpriseRoleEntity Type="EnterpriseRole" ');
});

test('a backup server of version 13 names port 443, one of version 12 port 9392', async () => {
  for (const [flavour, port] of [
    ['v12', '9392'],
    ['v13', '443'],
  ] as const) {
    const em = await begin({ flavour });
    const { body } = await send(em, '/api/backupServers?format=Entity', { headers: await logOn(em) });
    expect(new Set(textsOf(body, 'Port'))).toEqual(new Set([port]));
  }
});

test('a job of virtual machines is started, stopped and retried by its links', async () => {
  const clock = handClock();
  const em = await begin({ jobs: 20, clock });
  const headers = await logOn(em);
  const [id = ''] = await ids(em, '/api/jobs', headers);
  const { body } = await send(em, `/api/jobs/${id}?format=Entity`, { headers });
  const command = async (rel: string) => {
    const href = new RegExp(`Rel="${rel}" Href="([^"]*)"`).exec(body)?.[1] ?? '';
    const received = await send(em, href.slice(em.url.length), { method: 'POST', headers });
    return [received.status, textsOf(received.body, 'Operation')[0]];
  };
  expect(await command('Retry')).toEqual([400, undefined]);
  expect(await command('Start')).toEqual([202, 'StartJob']);
  clock.at += 3000;
  expect((await send(em, '/api/tasks/task-1', { headers })).body).toContain('triggered to start.</Message>');
  expect(await command('Stop')).toEqual([202, 'StopJob']);
  clock.at += 3000;
  expect((await send(em, '/api/tasks/task-2', { headers })).body).toContain('triggered to stop.</Message>');
  expect(await command('Retry')).toEqual([202, 'RetryJob']);
  expect(em.executions).toHaveLength(3);
});
