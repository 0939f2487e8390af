import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import { begin, handClock } from './begin.ts';
import { logOn, say } from './talk.ts';

const OF_JOBS = 'JobType Platform Description ScheduleConfigured ScheduleEnabled NextRun JobScheduleOptions JobInfo';
const OF_SESSIONS = 'JobUid JobName JobType CreationTimeUTC EndTimeUTC State Result Progress IsRetry';

/** Links (Rel and Type, without Type where there is none) and members of the reference's examples, in their order, by page. */
const EXAMPLES: [page: string, list: string, entity: string, links: string[], members: string][] = [
  [
    '13.0, /agents/jobs/{ID}',
    '/agents/jobs?format=Entity',
    'AgentBackupJob',
    [
      'Up BackupServerReference',
      'Alternate JobReference',
      'Down ObjectInJobList',
      'ToggleScheduleEnabled',
      'Down BackupJobSessionReferenceList',
      'Start',
      'Stop',
      'Retry',
    ],
    OF_JOBS,
  ],
  [
    '13.0, /jobs/{ID}',
    '/jobs?format=Entity',
    'Job',
    [
      'Up BackupServerReference',
      'Alternate JobReference',
      'Edit JobReference',
      'Clone',
      'ToggleScheduleEnabled',
      'Down ObjectInJobList',
      'Down BackupJobSessionReferenceList',
      'Create ObjectInJob',
      'Start',
      'Stop',
      'Retry',
    ],
    OF_JOBS,
  ],
  [
    '13.0, /backupSessions/{ID}',
    '/query?type=BackupJobSession&format=Entities&filter=JobType==Backup;State==Stopped',
    'BackupJobSession',
    [
      'Up BackupServerReference',
      'Up JobReference',
      'Alternate BackupJobSessionReference',
      'Down BackupTaskSessionReferenceList',
      'Stop',
    ],
    OF_SESSIONS,
  ],
  [
    '13.0, /backupTaskSessions/{ID}',
    '/query?type=BackupTaskSession&format=Entities&filter=State==Completed',
    'BackupTaskSession',
    ['Up BackupServerReference', 'Up BackupJobSessionReference', 'Alternate BackupTaskSessionReference'],
    'JobSessionUid CreationTimeUTC EndTimeUTC State Result Reason TotalSize',
  ],
  [
    'captured from 12.3.2, /backupServers/{ID}',
    '/backupServers?format=Entity',
    'BackupServer',
    [
      'Alternate BackupServerReference',
      'Edit BackupServerReference',
      'Delete BackupServerReference',
      'Down JobReferenceList',
      'Down ManagedServerReferenceList',
      'Down RepositoryReferenceList',
      'Down ExternalRepositoryReferenceList',
      'Down CredentialsList',
      'Create',
      'Down PasswordKeyList',
      'Create',
      'VeeamZip',
      'QuickBackup',
      'Start',
    ],
    'Description Port Version WcfPort VbrCertificateThumbprint',
  ],
  [
    '13.1, /agents/discoveredComputers/{ID}',
    '/agents/discoveredComputers?format=Entity',
    'DiscoveredComputer',
    ['Up BackupServerReference', 'Alternate DiscoveredComputerReference', 'Up AgentProtectionGroupReference'],
    'HostStatus AgentVersion AgentStatus OsVersion IpAddress HierarchyObjRef',
  ],
  [
    '13.1, /agents/protectionGroups/{ID}',
    '/agents/protectionGroups?format=Entity',
    'AgentProtectionGroup',
    ['Up BackupServerReference', 'Alternate AgentProtectionGroupReference', 'Down DiscoveredComputerList'],
    'RescanScheduleEnabled HierarchyObjRef',
  ],
  [
    '13.1, /security/accounts/{ID}',
    '/security/accounts?format=Entity',
    'EnterpriseAccount',
    [
      'Alternate EnterpriseAccountReference',
      'Down EnterpriseAccountInRoleList',
      'Create EnterpriseAccountInRole',
      'Down EnterpriseAccountHierarchyScopeList',
      'Create EnterpriseAccountHierarchyScope',
      'Delete',
      'ToggleRestoreScopesEnabled',
    ],
    'AccountType AllowRestoreAllVms FlrSettings SqlSettings',
  ],
];

/** The elements right below one. */
function childrenOf(element: XmlElement): XmlElement[] {
  return element.find('*').filter((node) => node instanceof XmlElement);
}

function linkOf(link: XmlElement): string {
  return `${link.attr('Rel')?.value} ${link.attr('Type')?.value ?? ''}`.trim();
}

/** What the first entity of an answer has. */
function shapeOf(body: string, entity: string): { links: string[]; members: string[] } {
  const document = XmlDocument.fromString(body);
  try {
    const [first] = document.find(`//*[local-name()="${entity}"][*[local-name()="Links"]]`);
    if (!(first instanceof XmlElement)) throw new Error(`There is no ${entity}`);
    const [links, ...members] = childrenOf(first);
    return {
      links: links === undefined ? [] : childrenOf(links).map(linkOf),
      members: members.map(({ name }) => name),
    };
  } finally {
    document.dispose();
  }
}

test.each(EXAMPLES)('%s: %s gives each %s its links and members', async (_, list, entity, links, members) => {
  const em = await begin({ jobs: 20, clock: handClock() });
  const { body } = await say(em, `/api${list}`, { headers: await logOn(em) });
  expect(shapeOf(body, entity)).toEqual({ links, members: members.split(' ') });
});
