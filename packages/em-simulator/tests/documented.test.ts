import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator } from '#index.ts';
import { isNotPlayed } from '#routes/not-played.ts';
import { ROUTES } from '#routes/table.ts';
import { begin, handClock } from './begin.ts';
import { CAPTURED_CONTAINERS } from './captured-containers.ts';
import { DOCUMENTED } from './documented-addresses.ts';
import { validateXml } from './schema-check.ts';
import { basic, logOn, send, textsOf } from './talk.ts';

const DOCUMENT = new URL('../../../docs/simulator-differences.md', import.meta.url);
type Headers = Record<string, string>;
const NOBODY = '00000000-0000-4000-8000-000000000000';
/** The types of queries in the reference (13.1, GET /querySvc; 13.0, pages GET /query?type=…; 9.5 U4 and 10.0, Query Syntax). */
const TYPES = (
  'AgentBackupJob AgentProtectionGroup AgentRestorePoint Backup BackupFile BackupJobSession BackupServer BackupTaskSession ' +
  'CloudFailoverPlan CloudGateway CloudGatewayPool CloudHardwarePlan CloudPublicIpAddress CloudReplica CloudSubtenant ' +
  'CloudTenant Credentials DiscoveredComputer ExternalRepository FailoverPlan FileServer HierarchyRoot Job ManagedServer ' +
  'NasJob NasObject Passwords Replica ReplicaJobSession ReplicaTaskSession Repository RestorePoint RestoreSession Task ' +
  'VAppReplicaPoint VAppRestorePoint VCloudOrganizationConfig VmReplicaPoint VmRestorePoint VSphereSelfServiceConfig ' +
  'WanAccelerator CdpPolicy CdpReplica CdpReplicaSession CdpReplicaTaskSession CloudFailoverSession CloudVmReplicaPoint ' +
  'ObjectInAgentBackupJob ObjectInJob VlanConfiguration'
).split(' ');

/** Those that are no entities (13.1, their pages GET /query?type=…). */
const RESOURCES = 'CloudSubtenant Credentials NasObject ObjectInAgentBackupJob ObjectInJob Passwords Task'.split(' ');

/** Parameters of queries by type, for filters and sorting (13.1 and 13.0, pages GET /query?type=…). */
const FIELDS = {
  AgentBackupJob:
    'UID Name Description JobType Platform ScheduleConfigured ScheduleEnabled BackupServerUid BackupServerName',
  AgentProtectionGroup: 'UID Name BackupServerUid BackupServerName',
  BackupJobSession:
    'UID Name JobType JobUid JobName CreationTime EndTime State Result IsRetry BackupServerUid BackupServerName',
  BackupServer: 'UID Name Description IpOrDnsName Port Version',
  BackupTaskSession:
    'UID Name CreationTime EndTime State Result Reason TotalSize JobSessionUid JobUid JobName BackupServerUid ' +
    'BackupServerName VmDisplayName',
  DiscoveredComputer:
    'UID Name BackupServerUid BackupServerName AgentVersion AgentStatus OsVersion IpAddress ProtectionGroupUid ' +
    'ProtectionGroupName',
  Job: 'UID Name Description NextRun JobType Platform ScheduleConfigured ScheduleEnabled BackupServerUid BackupServerName',
  ManagedServer: 'UID Name Description ManagedServerType',
  ObjectInAgentBackupJob: 'UID DisplayName JobUid JobName BackupServerUid BackupServerName',
  ObjectInJob: 'UID Name JobUid JobName BackupServerUid BackupServerName',
  Repository: 'UID Name FreeSpace Capacity BackupServerUid BackupServerName',
  Task: 'TaskId State Operation',
};

/** Whether the route table answers an address, as far as it goes by the address alone. */
function isAnswered(address: string): boolean {
  const path = address.toLowerCase().replaceAll('{id}', NOBODY);
  return ROUTES.some((route) => route.method === 'GET' && route.path.test(path));
}

/** The id of the first that a collection lists. */
async function firstId(em: EnterpriseManagerSimulator, collection: string, headers: Headers): Promise<string> {
  const { body } = await send(em, `/api${collection}?pageSize=1`, { headers });
  const place = collection.slice(collection.lastIndexOf('/'));
  const id = new RegExp(`${place}/([^/?"]+)[?"]`, 'i').exec(body)?.[1];
  if (id === undefined) throw new Error(`${collection} lists nothing`);
  return id;
}

/** A documented address with ids: of resources that exist where it is answered, else any. */
async function filled(em: EnterpriseManagerSimulator, address: string, headers: Headers): Promise<string> {
  const [first = '', ...rest] = address.split('/{ID}');
  let path = first;
  for (const part of rest) {
    path += `/${isAnswered(address) ? await firstId(em, path, headers) : NOBODY}${part}`;
  }
  return path.replace('{vmname}', 'vm').replace('{filepath}', 'file');
}

function listed(addresses: readonly string[]): string {
  return addresses.map((address) => `\`${address}\``).join(', ');
}

test('no documented address is unknown: it is answered, or known as not played', () => {
  expect(DOCUMENTED.filter((address) => !isAnswered(address) && !isNotPlayed(address.toLowerCase()))).toEqual([]);
});

test('docs/simulator-differences.md lists every documented address with what it answers', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const section = /<!-- addresses -->\n([\s\S]*?)<!-- \/addresses -->/.exec(text)?.[1];
  const answered = DOCUMENTED.filter(isAnswered);
  const others = DOCUMENTED.filter((address) => !isAnswered(address));
  // The differences belong between the two marks of that page, in these words.
  expect(section).toBe(`Answered: ${listed(answered)}.\n\n501: ${listed(others)}.\n`);
});

test.each(['v12', 'v13'] as const)(
  'as %s answers, every documented address gives 200, or 501 where it is not played, and never 404',
  async (flavour) => {
    const em = await begin({ jobs: 1, flavour, clock: handClock() });
    const headers = await logOn(em);
    const server = await firstId(em, '/backupServers', headers);
    await send(em, `/api/backupServers/${server}?action=collect`, { method: 'POST', headers });
    const wrong: unknown[] = [];
    for (const address of flavour === 'v12' ? DOCUMENTED : DOCUMENTED.filter(isAnswered)) {
      const { status, body } = await send(em, `/api${await filled(em, address, headers)}`, { headers });
      const expected = isAnswered(address) ? 200 : 501;
      if (status !== expected) wrong.push({ address, status, expected });
      expect([address, validateXml(body)]).toEqual([address, []]);
    }
    expect(wrong).toEqual([]);
  },
);

test('no link of a logon session leads nowhere', async () => {
  const em = await begin({ jobs: 1, clock: handClock() });
  const logon = await send(em, '/api/sessionMngr/?v=latest', { method: 'POST', headers: basic(em, 'svc-retrydesk') });
  const headers = { 'X-RestSvcSessionId': String(logon.headers['x-restsvcsessionid']) };
  const links = [...logon.body.matchAll(/<Link [^>]*>/g)].map(([link]) => link);
  expect(links).toHaveLength(68);
  const wrong: string[] = [];
  for (const link of links.filter((each) => !/ Rel="(Create|Delete)"/.test(each))) {
    const href = / Href="([^"]*)"/.exec(link)?.[1] ?? '';
    const { status } = await send(em, href.slice(em.url.length), { headers });
    if (status !== 200 && status !== 501) wrong.push(`${status} ${link}`);
  }
  expect(wrong).toEqual([]);
});

test('a query for every documented type answers, as references, as entities and in JSON', async () => {
  const em = await begin({ jobs: 2, clock: handClock() });
  const headers = await logOn(em);
  for (const type of TYPES) {
    for (const search of [type, `${type.toLowerCase()}&format=Entities&pageSize=3`]) {
      const { status, body } = await send(em, `/api/query?type=${search}`, { headers });
      expect([search, status, validateXml(body)]).toEqual([search, 200, []]);
    }
    const accepting = { ...headers, Accept: 'application/json' };
    const json = await send(em, `/api/query?type=${type}&format=Entities`, { headers: accepting });
    const answer = JSON.parse(json.body);
    expect(answer).toMatchObject({ PagingInfo: { PageNum: 1 } });
    // Entities stand in a container that servers have; all else is a resource.
    const isResource = RESOURCES.includes(type);
    expect([type, isResource ? answer.Entities : answer.Resources]).toEqual([type, null]);
    if (!isResource) expect([type, Object.keys(answer.Entities).join(' ')]).toEqual([type, CAPTURED_CONTAINERS]);
  }
});

test.each(Object.entries(FIELDS))('a query for %s takes every documented parameter', async (type, names) => {
  const em = await begin({ jobs: 4, clock: handClock() });
  const headers = await logOn(em);
  const unknown: string[] = [];
  for (const name of names.split(' ')) {
    const { status } = await send(em, `/api/query?type=${type}&pageSize=1&sortAsc=${name}`, { headers });
    if (status !== 200) unknown.push(name);
  }
  expect(unknown).toEqual([]);
});

test('task sessions are found by their job and by its server', async () => {
  const em = await begin({ jobs: 4, clock: handClock() });
  const job = em.world.addJob({ name: 'Two machines', machines: ['one', 'two'], last: 'failed' });
  const headers = await logOn(em);
  for (const filter of [`JobUid==urn:veeam:Job:${job.id}`, 'JobName=="Two machines";BackupServerName!=nowhere']) {
    const ask = `/api/query?type=BackupTaskSession&format=Entities&sortDesc=CreationTime&pageSize=2&filter=${encodeURIComponent(filter)}`;
    const { body } = await send(em, ask, { headers });
    expect([...body.matchAll(/VmDisplayName="(\w+)"/g)].map(([, name]) => name).toSorted()).toEqual(['one', 'two']);
  }
});

test('objects are found by their job, as a whole whatever the format: they have no references', async () => {
  const em = await begin({ jobs: 20, clock: handClock() });
  em.world.addJob({ name: 'Two machines', machines: ['one', 'two'], last: 'failed' });
  const headers = await logOn(em);
  const asked = async (path: string) => (await send(em, `/api${path}`, { headers })).body;
  const [job = ''] = textsOf(
    await asked('/query?type=BackupJobSession&format=Entities&filter=JobType==Backup'),
    'JobName',
  );
  for (const format of ['', '&format=Entities']) {
    const agents = await asked(`/query?type=ObjectInAgentBackupJob${format}&filter=JobName=="Two%20machines"`);
    expect(textsOf(agents, 'DisplayName').toSorted()).toEqual(['one', 'two']);
    const virtual = await asked(`/query?type=ObjectInJob${format}&filter=JobName=="${encodeURIComponent(job)}"`);
    expect(virtual).toMatch(/<Resources><sInObjectJob><ObjectInJob [^>]*><Links><Link [^>]*Rel="Delete"/);
  }
});

test('repositories are found by the space that is free, servers by what they are, jobs by their next run', async () => {
  const em = await begin({ jobs: 20, clock: handClock() });
  const headers = await logOn(em);
  const count = async (type: string, filter: string) => {
    const path = `/api/query?type=${type}&pageSize=999&filter=${encodeURIComponent(filter)}`;
    return (await send(em, path, { headers })).body.split('<Ref ').length - 1;
  };
  const all = await count('Repository', 'FreeSpace>=0');
  const little = await count('Repository', 'FreeSpace<10995116277760');
  expect([all, little > 0, little < all]).toEqual([6, true, true]);
  expect(await count('ManagedServer', 'ManagedServerType==VC')).toBe(3);
  expect(await count('Job', 'NextRun>"2026-03-11T09:00:00Z"')).toBe(await count('Job', 'JobType==Backup'));
  expect(await count('Job', 'NextRun>"2026-03-13T09:00:00Z"')).toBe(0);
});

test('a query for what the world has none of checks its filter and finds nothing', async () => {
  const em = await begin({ jobs: 1 });
  const headers = await logOn(em);
  const ask = (filter: string) =>
    send(em, `/api/query?type=ReplicaJobSession&format=Entities&filter=${encodeURIComponent(filter)}`, { headers });
  expect((await ask('CreationTime>="2026-01-01";Result==Failed')).body).toContain('<ReplicaJobSessions />');
  expect((await ask('(((')).status).toBe(400);
});

test('the summary of reports leads to five of them by their names', async () => {
  const em = await begin({ jobs: 4, clock: handClock() });
  const headers = await logOn(em);
  const { body } = await send(em, '/api/reports/summary', { headers });
  const named = [...body.matchAll(/Href="([^"]*)" Name="([^"]*)"/g)];
  expect(named.map(([, , name]) => name)).toEqual([
    'Overview',
    'VmsOverview',
    'JobStatistics',
    'ProcessedVms',
    'Repositories',
  ]);
  for (const [, href = ''] of named) {
    const report = await send(em, href.slice(em.url.length), { headers });
    expect([report.status, validateXml(report.body)]).toEqual([200, []]);
  }
  const { body: processed } = await send(em, '/api/reports/summary/processed_vms', { headers });
  expect(processed.match(/<Day BackupedVms="[1-9]\d*" ReplicatedVms="0" Timestamp="2026-03-/g)).not.toBeNull();
  expect(textsOf(processed, 'Day')).toEqual([]);
});
