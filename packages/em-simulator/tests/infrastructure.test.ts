import { expect, test } from 'vitest';
import { begin } from './begin.ts';
import { ids, logOn, say, textsOf } from './talk.ts';

const NOON = Date.UTC(2026, 2, 11, 12);

test('reports agree with the world', async () => {
  const em = await begin({ jobs: 40, clock: { now: () => NOON } });
  const headers = await logOn(em);
  const report = async (name: string) => (await say(em, `/api/reports/summary/${name}`, { headers })).body;
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
  const { body } = await say(em, '/api/security/accounts?format=Entity', { headers });
  expect(textsOf(body, 'AccountName')).toContain('TECH\\anna');
  expect(textsOf(body, 'AccountName')).not.toContain('TECH\\ben');
  const roleOf = async (name: string) => {
    const list = (await say(em, '/api/security/accounts', { headers })).body;
    const id = new RegExp(`Name="TECH\\\\${name}" UID="urn:veeam:EnterpriseAccount:([^"]+)"`).exec(list)?.[1];
    const roles = (await say(em, `/api/security/accounts/${id}/roles`, { headers })).body;
    return textsOf(roles, 'RoleName').join();
  };
  expect(await roleOf('anna')).toBe('Portal Administrator');
  expect(await roleOf('henry')).toBe('Portal User');
  em.setRole('TECH\\anna', 'Portal User');
  expect(await roleOf('anna')).toBe('Portal User');
  expect((await say(em, '/api/security/accounts', { headers: await logOn(em, 'henry') })).status).toBe(403);
});
