import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { faultsOf } from './schema-check.ts';
import { logOn, type Said, say } from './talk.ts';

/** Where walking begins; what these link to is found by itself. */
const BEGINNINGS = [
  '/api/',
  '/api/logonSessions',
  '/api/querySvc',
  '/api/tasks',
  '/api/query?type=Task',
  '/api/query?type=Task&format=Entities',
];
/** So many addresses of one shape are asked for. */
const MOST_OF_A_SHAPE = 2;

function expectSound(path: string, { body, headers }: Said): void {
  expect(headers['content-type']).toBe('application/xml; charset=utf-8');
  expect([path, faultsOf(body)]).toEqual([path, []]);
}

/** Everything that can be read, by following the links of what was read. */
async function walk(em: EnterpriseManagerSimulator, headers: Record<string, string>): Promise<Set<string>> {
  const shapes = new Map<string, number>();
  const seen = new Set<string>();
  const roots = new Set<string>();
  const waiting = [...BEGINNINGS];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const shape = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}');
    const before = shapes.get(shape) ?? 0;
    if (seen.has(path) || before >= MOST_OF_A_SHAPE) continue;
    seen.add(path);
    shapes.set(shape, before + 1);
    const said = await say(em, path, { headers });
    expectSound(path, said);
    roots.add(/<(?!\?)([A-Za-z]+)/.exec(said.body)?.[1] ?? '');
    const links = [...said.body.matchAll(/<Link ([^>]*)\/>/g)].map((match) => match[1] ?? '');
    for (const link of links.filter((each) => !/Rel="(?:Create|Delete|Start|Stop|Retry|Toggle\w*)"/.test(each))) {
      waiting.push((/Href="([^"]+)"/.exec(link)?.[1] ?? '').replaceAll('&amp;', '&').slice(em.url.length));
    }
  }
  return roots;
}

test.each(['v12', 'v13'] as const)(
  'every answer of %s that can be found has the documented form',
  async (flavour) => {
    const clock = handClock();
    const em = await begin({ flavour, clock, jobs: 12, scenario: 'nasty-names' });
    for (const last of ['failed', 'running', 'warning', 'success'] as const) {
      em.world.addJob({ name: `Last ${last}`, machines: ['one', 'two', 'three'], last });
    }
    const headers = await logOn(em);
    const failed = em.world.job('Last failed');
    expectSound('retry', await say(em, `/api/agents/jobs/${failed.id}?action=retry`, { method: 'POST', headers }));
    clock.at += 1200;
    const roots = await walk(em, headers);
    for (const root of [
      'EnterpriseManager',
      'LogonSessions',
      'EntityReferences',
      'EntityRef',
      'AgentBackupJobs',
      'AgentBackupJob',
      'ObjectInAgentBackupJobs',
      'BackupJobSessions',
      'BackupTaskSessions',
      'QueryResult',
      'QuerySvc',
      'Tasks',
      'Jobs',
      'BackupServers',
      'ManagedServers',
      'Repositories',
      'ReplicaJobSessions',
      'ProtectionGroups',
      'DiscoveredComputers',
      'EnterpriseAccounts',
      'EnterpriseRoles',
      'OverviewReportFrame',
      'VmsOverviewReportFrame',
      'JobStatisticsReportFrame',
      'Error',
    ])
      expect(roots).toContain(root);
    expectSound('repository', await say(em, '/api/reports/summary/repository', { headers }));
  },
  120_000,
);

test('every command, whatever comes of it, is answered in the documented form', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const add = (name: string, outcome: 'success' | 'refuse-error' | 'refuse-result') =>
    em.world.addJob({ name, machines: ['m'], last: 'failed', outcome }).id;
  const [fine, atOnce, later] = [add('A', 'success'), add('B', 'refuse-error'), add('C', 'refuse-result')];
  const headers = await logOn(em);
  const logon = await say(em, '/api/sessionMngr/?v=latest', { method: 'POST' });
  expectSound('no credentials', logon);
  const statuses: number[] = [];
  for (const path of [
    `${fine}?action=retry`,
    `${fine}?action=retry`,
    `${fine}?action=stop`,
    `${fine}?action=start`,
    `${atOnce}?action=retry`,
    `${later}?action=retry`,
    `${later}?action=dance`,
    '99999?action=retry',
    '00000000-0000-4000-8000-000000000000?action=retry',
  ]) {
    const said = await say(em, `/api/agents/jobs/${path}`, { method: 'POST', headers });
    statuses.push(said.status);
    expectSound(path, said);
  }
  expect(statuses).toEqual([202, 400, 202, 400, 400, 202, 400, 400, 404]);
  const states = new Set<string>();
  for (let step = 0; step < 30; step += 1) {
    const said = await say(em, '/api/tasks', { headers });
    expectSound('/api/tasks', said);
    for (const [, state] of said.body.matchAll(/<State>(\w+)/g)) states.add(state ?? '');
    clock.at += 100;
  }
  expect(states).toEqual(new Set(['Running', 'OperationFinished', 'Finished']));
  const gone = await say(em, '/api/tasks/task-1', { method: 'DELETE', headers });
  expect([gone.status, gone.body]).toEqual([204, '']);
  const henry = await logOn(em, 'henry');
  expectSound('403', await say(em, '/api/agents/jobs', { headers: henry }));
  expectSound('405', await say(em, '/api/agents/jobs', { method: 'PUT', headers }));
  expectSound('401', await say(em, '/api/agents/jobs'));
});

const SESSION =
  '<BackupJobSession xmlns="http://www.veeam.com/ent/v1.0" Type="BackupJobSession" Href="https://em:9398/api/x" Name="n" UID="urn:veeam:BackupJobSession:78c3919c-54d7-43fe-b047-485d3566f11f"><Links /><JobUid>urn:veeam:Job:78c3919c-54d7-43fe-b047-485d3566f11f</JobUid><JobName>n</JobName><JobType>AgentBackup</JobType><CreationTimeUTC>2026-03-11T09:00:00.12Z</CreationTimeUTC><State>Working</State><Result>None</Result><Progress>4</Progress><IsRetry>false</IsRetry></BackupJobSession>';

test('the check that all this rests on lets a right answer pass', () => {
  expect(faultsOf(SESSION)).toEqual([]);
});

test.each([
  ['children in another order', /(<State>.*<\/State>)(<Result>.*<\/Result>)/, '$2$1'],
  ['an unknown state', '>Working<', '>Hibernating<'],
  ['no result', '<Result>None</Result>', ''],
  ['no UID', / UID="[^"]+"/, ''],
  ['a GUID that is none', 'urn:veeam:Job:78c3', 'urn:veeam:Job:zzzz'],
  ['a time without Z', '.12Z', '.12'],
  ['a time with zeros at its end', '.12Z', '.120Z'],
  ['a time of seven digits', '.12Z', '.1234567Z'],
  ['True for true', '>false<', '>False<'],
  ['a progress of 101', '>4<', '>101<'],
  ['an element nobody knows', '<IsRetry>', '<IsMagic>1</IsMagic><IsRetry>'],
  ['an attribute nobody knows', ' Name="n"', ' Name="n" Colour="red"'],
  ['another namespace', 'ent/v1.0', 'ent/v2.0'],
  ['another root', /BackupJobSession( |>)/g, 'BackupJobsSession$1'],
  ['a tag that is not closed', '</State>', ''],
])('and refuses %s', (_what, from, to) => {
  expect(SESSION).toMatch(from);
  expect(faultsOf(SESSION.replace(from, to))).not.toEqual([]);
});
