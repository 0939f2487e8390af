import { expect, test } from 'vitest';
import { namespace, xml } from './played-server.ts';
import { machineResultXml, queryXml } from './shapes.ts';
import { connected, errorOf } from './stage.ts';

/** As in the reference (13.1.0.411, GET /query?type=DiscoveredComputer): the address is that of a task session. */
const REFERENCE = `<QueryResult ${namespace}>
  <Entities>
    <DiscoveredComputers>
      <DiscoveredComputer Type="DiscoveredComputer" Href="https://localhost:9398/api/backupTaskSessions/32ab8937-2c2f-46b9-a52a-cde852a3dda5?format=Entity" Name="enterprise02.tech.local" UID="urn:veeam:DiscoveredComputer:32ab8937-2c2f-46b9-a52a-cde852a3dda5">
        <Links>
          <Link Rel="Up" Type="BackupServerReference" Href="https://localhost:9398/api/backupServers/7445e6ce-86f5-4171-b909-dac209c66563" Name="enterprise06.tech.local" />
          <Link Rel="Alternate" Type="DiscoveredComputerReference" Href="https://localhost:9398/api/agents/discoveredComputers/32ab8937-2c2f-46b9-a52a-cde852a3dda5" Name="enterprise02.tech.local" />
          <Link Rel="Up" Type="AgentProtectionGroupReference" Href="https://localhost:9398/api/agents/protectionGroups/d0671b61-8f92-45a7-a199-ab2aad8037c6" Name="Protection Group 1" />
        </Links>
        <HostStatus>Offline</HostStatus>
        <AgentVersion>5.0.0.4301</AgentVersion>
        <AgentStatus>Installed</AgentStatus>
        <OsVersion>Microsoft Windows Server 2025 (1607, 64-bit)</OsVersion>
        <IpAddress>172.17.53.55</IpAddress>
        <HierarchyObjRef>urn:AgentForWindows:VeeamAgent:00000000-0000-0000-0000-000000000000.32ab8937-2c2f-46b9-a52a-cde852a3dda5</HierarchyObjRef>
      </DiscoveredComputer>
    </DiscoveredComputers>
  </Entities>
  <PagingInfo PagesCount="1" PageSize="100" PageNum="1"><Links /></PagingInfo>
</QueryResult>`;

test('a computer of a protection group is read as the reference shows it', async () => {
  const { em } = await connected((_request, response) => xml(response, REFERENCE));
  expect(await em.discoveredComputers()).toEqual([
    {
      id: '32ab8937-2c2f-46b9-a52a-cde852a3dda5',
      name: 'enterprise02.tech.local',
      protectionGroup: 'Protection Group 1',
      backupServer: 'enterprise06.tech.local',
      agentStatus: 'Installed',
    },
  ]);
});

test('a computer without a name is reported, and the others are there', async () => {
  const unnamed = REFERENCE.match(/<DiscoveredComputer T[\s\S]*<\/DiscoveredComputer>/)?.[0]
    .replace(' Name="enterprise02.tech.local" UID', ' UID')
    .replaceAll('32ab8937', '00000000');
  const body = REFERENCE.replace('</DiscoveredComputers>', `${unnamed}</DiscoveredComputers>`);
  const { em } = await connected((_request, response) => xml(response, body));
  const unread: string[] = [];
  expect(await em.discoveredComputers(({ why }) => unread.push(why))).toHaveLength(1);
  expect(unread).toEqual([expect.stringContaining('has no name')]);
});

const results = machineResultXml('99999999-1111-4222-8333-444455556666', 'ora01', 'full');

test('the newest results of machines come by their names, in one request', async () => {
  const { em, sent } = await connected((_request, response) => xml(response, queryXml('BackupTaskSessions', results)));
  expect(await em.newestResultsOf(['ORA01', 'a "b"'])).toMatchObject({
    results: [{ machine: 'ora01', result: 'failed' }],
    isWhole: true,
  });
  const [request] = sent('BackupTaskSession');
  expect(new URL(request?.path ?? '', 'http://x').searchParams.get('filter')).toBe(
    '(VmDisplayName==ORA01,VmDisplayName=="a ""b""")',
  );
  expect(sent('BackupTaskSession')).toHaveLength(1);
  expect(await em.newestResultsOf([])).toEqual({ results: [], isWhole: true });
  expect(sent('BackupTaskSession')).toHaveLength(1);
});

test('a server that does not filter by names proves nothing, and more pages are reported', async () => {
  const { em } = await connected((request, response) => {
    xml(response, queryXml('BackupTaskSessions', results, 1, request.url?.includes('ora01') ? 7 : 1));
  });
  expect((await errorOf(em.newestResultsOf(['new01']))).message).toContain('results of other machines');
  expect((await em.newestResultsOf(['ora01'])).isWhole).toBe(false);
});
