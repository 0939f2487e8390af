import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isNotPlayed } from '#routes/not-played.ts';
import { ROUTES } from '#routes/table.ts';
import { begin, handClock } from './begin.ts';
import { DOCUMENTED } from './documented-addresses.ts';
import { validateXml } from './schema-check.ts';
import { logOn, say, textsOf } from './talk.ts';

const DOCUMENT = new URL('../../../docs/simulator-differences.md', import.meta.url);
const NOBODY = '00000000-0000-4000-8000-000000000000';
/** What the reference names as a type of queries (13.1, GET /querySvc; 10.0, Query Syntax). */
const TYPES = (
  'AgentBackupJob AgentProtectionGroup AgentRestorePoint Backup BackupFile BackupJobSession BackupServer BackupTaskSession ' +
  'CloudFailoverPlan CloudGateway CloudGatewayPool CloudHardwarePlan CloudPublicIpAddress CloudReplica CloudSubtenant ' +
  'CloudTenant Credentials DiscoveredComputer ExternalRepository FailoverPlan FileServer HierarchyRoot Job ManagedServer ' +
  'NasJob NasObject Passwords Replica ReplicaJobSession ReplicaTaskSession Repository RestorePoint RestoreSession Task ' +
  'VAppReplicaPoint VAppRestorePoint VCloudOrganizationConfig VmReplicaPoint VmRestorePoint VSphereSelfServiceConfig ' +
  'WanAccelerator CdpPolicy CdpReplica CdpReplicaSession CdpReplicaTaskSession'
).split(' ');

/** Whether the route table answers an address, as far as it goes by the address alone. */
function isAnswered(address: string): boolean {
  const path = address.toLowerCase().replaceAll('{id}', NOBODY);
  return ROUTES.some((route) => route.method === 'GET' && route.path.test(path));
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
  // What differs belongs between the two marks of that page, in these words.
  expect(section).toBe(`Answered: ${listed(answered)}.\n\n501: ${listed(others)}.\n`);
});

test.each(['v12', 'v13'] as const)(
  'as %s answers, every documented address gives 200, or 501 where it is not played',
  async (flavour) => {
    const em = await begin({ jobs: 20, flavour, clock: handClock() });
    const headers = await logOn(em);
    const statuses = new Map<string, number>();
    for (const address of DOCUMENTED.filter((each) => !each.includes('{'))) {
      const { status, body } = await say(em, `/api${address}`, { headers });
      expect([address, validateXml(body)]).toEqual([address, []]);
      statuses.set(address, status);
    }
    const wrong = [...statuses].filter(([address, status]) => status !== (isAnswered(address) ? 200 : 501));
    expect(wrong).toEqual([]);
  },
);

test('a query for every documented type answers, as references, as entities and in JSON', async () => {
  const em = await begin({ jobs: 4, clock: handClock() });
  const headers = await logOn(em);
  for (const type of TYPES) {
    for (const search of [type, `${type.toLowerCase()}&format=Entities&pageSize=3`]) {
      const { status, body } = await say(em, `/api/query?type=${search}`, { headers });
      expect([search, status, validateXml(body)]).toEqual([search, 200, []]);
    }
    const accepting = { ...headers, Accept: 'application/json' };
    const json = await say(em, `/api/query?type=${type}&format=Entities`, { headers: accepting });
    expect(JSON.parse(json.body)).toMatchObject({ PagingInfo: { PageNum: 1 } });
  }
});

test('a query for what the world has none of checks its filter and finds nothing', async () => {
  const em = await begin({ jobs: 1 });
  const headers = await logOn(em);
  const ask = (filter: string) =>
    say(em, `/api/query?type=ReplicaJobSession&format=Entities&filter=${encodeURIComponent(filter)}`, { headers });
  expect((await ask('CreationTime>="2026-01-01";Result==Failed')).body).toContain('<ReplicaJobSessions />');
  expect((await ask('(((')).status).toBe(400);
});

test('the summary of reports leads to five of them by their names', async () => {
  const em = await begin({ jobs: 4, clock: handClock() });
  const headers = await logOn(em);
  const { body } = await say(em, '/api/reports/summary', { headers });
  const named = [...body.matchAll(/Href="([^"]*)" Name="([^"]*)"/g)];
  expect(named.map(([, , name]) => name)).toEqual([
    'Overview',
    'VmsOverview',
    'JobStatistics',
    'ProcessedVms',
    'Repositories',
  ]);
  for (const [, href = ''] of named) {
    const report = await say(em, href.slice(em.url.length), { headers });
    expect([report.status, validateXml(report.body)]).toEqual([200, []]);
  }
  const { body: processed } = await say(em, '/api/reports/summary/processed_vms', { headers });
  expect(processed.match(/<Day BackupedVms="[1-9]\d*" ReplicatedVms="0" Timestamp="2026-03-/g)).not.toBeNull();
  expect(textsOf(processed, 'Day')).toEqual([]);
});
