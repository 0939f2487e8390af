import type { Example } from './example.ts';

/*
 * Backup servers, computers, protection groups, accounts and roles. Pages of the reference of Enterprise Manager's REST
 * service, names and order only.
 */

const COMPUTERS = `
EntityReferences
  Ref Type=DiscoveredComputerReference Href Name UID
    Links
      Link Rel=Up Type=BackupServerReference Href Name
      Link Rel=Alternate Type=DiscoveredComputer Href Name`;

const COMPUTER = `
DiscoveredComputer Type=DiscoveredComputer Href Name UID
  Links
    Link Rel=Up Type=BackupServerReference Href Name
    Link Rel=Alternate Type=DiscoveredComputerReference Href Name
    Link Rel=Up Type=AgentProtectionGroupReference Href Name
  HostStatus: text
  AgentVersion: text
  AgentStatus: text
  OsVersion: text
  IpAddress: text
  HierarchyObjRef: urn`;

export const INFRASTRUCTURE_EXAMPLES: readonly Example[] = [
  {
    source: 'GET /backupServers, 13.1.0.411',
    ask: '/backupServers',
    shape: `
EntityReferences
  Ref Type=BackupServerReference Href Name UID
    Links
      Link Rel=Down Type=JobReferenceList Href
      Link Rel=Down Type=RepositoryReferenceList Href
      Link Rel=Down Type=CredentialsList Href
      Link Rel=Down Type=PasswordKeyList Href
      Link Rel=Alternate Type=BackupServer Href Name
      Link Rel=Down Type=ManagedServerReferenceList Href`,
  },
  {
    source: 'GET /backupServers/{ID}, captured from 12.3.2 (peekjef72/httpapi_exporter) and 13.0.1',
    ask: '/backupServers/{server}?format=Entity',
    shape: `
BackupServer Type=BackupServer Href Name UID
  Links
    Link Rel=Alternate Type=BackupServerReference Href Name
    Link Rel=Edit Type=BackupServerReference Href
    Link Rel=Delete Type=BackupServerReference Href
    Link Rel=Down Type=JobReferenceList Href
    Link Rel=Down Type=ManagedServerReferenceList Href
    Link Rel=Down Type=RepositoryReferenceList Href
    Link Rel=Down Type=ExternalRepositoryReferenceList Href
    Link Rel=Down Type=CredentialsList Href
    Link Rel=Create Href
    Link Rel=Down Type=PasswordKeyList Href
    Link Rel=Create Href
    Link Rel=VeeamZip Href
    Link Rel=QuickBackup Href
    Link Rel=Start Href
  Description: text
  Port: number
  Version: text
  WcfPort: number
  VbrCertificateThumbprint: text`,
  },
  {
    source: '/repositories, 13.1.0.411',
    ask: '/repositories',
    shape: `
EntityReferences
  Ref Type=RepositoryReference Href Name UID
    Links
      Link Rel=Up Type=BackupServerReference Href Name
      Link Rel=Alternate Type=Repository Href Name
      Link Rel=Down Type=BackupReferenceList Href
      Link Rel=Down Type=ReplicaReferenceList Href`,
  },
  {
    source: 'GET /query?type=Repository, 13.1.0.411',
    ask: '/query?type=Repository&format=Entities&filter=FreeSpace>0',
    shape: `
QueryResult
  Entities
    Repositories
      Repository Type=Repository Href Name UID
        Links
          Link Rel=Up Type=BackupServerReference Href Name
          Link Rel=Alternate Type=RepositoryReference Href Name
          Link Rel=Down Type=BackupReferenceList Href
          Link Rel=Down Type=ReplicaReferenceList Href
        Capacity: number
        FreeSpace: number
        Kind: text
  PagingInfo PageNum PageSize PagesCount
    Links
      Link Rel=First Href
      Link Rel=Last Href`,
  },
  {
    source: '/managedServers, 13.1.0.411',
    ask: '/managedServers',
    shape: `
EntityReferences
  Ref Type=ManagedServerReference Href Name UID
    Links
      Link Rel=Alternate Type=ManagedServer Href Name
      Link Rel=Up Type=BackupServerReference Href Name`,
  },
  {
    source: 'GET /managedServers/{ID}, 13.1.0.411; nothing is described here',
    ask: '/managedServers/{managedServer}?format=Entity',
    shape: `
ManagedServer Type=ManagedServer Href Name UID
  Links
    Link Rel=Up Type=BackupServer Href Name
    Link Rel=Alternate Type=ManagedServerReference Href Name
    Link Rel=Related Type=HierarchyRoot Href Name
  Description: empty
  ManagedServerType: text`,
  },
  {
    source: 'GET /agents/discoveredComputers, 13.1.0.411',
    ask: '/agents/discoveredComputers',
    shape: COMPUTERS,
  },
  {
    source: 'GET /agents/discoveredComputers/{ID}, 13.1.0.411',
    ask: '/agents/discoveredComputers/{computer}?format=Entity',
    shape: COMPUTER,
  },
  {
    source: '/agents/discoveredComputers/{ID}, 13.1.0.411',
    ask: '/agents/discoveredComputers/{computer}',
    shape: `
EntityRef Type=DiscoveredComputerReference Href Name UID
  Links
    Link Rel=Up Type=BackupServerReference Href Name
    Link Rel=Alternate Type=DiscoveredComputer Href Name`,
  },
  {
    source: 'GET /query?type=DiscoveredComputer, 13.1.0.411',
    ask: '/query?type=DiscoveredComputer&format=Entities&pageSize=999',
    shape: `
QueryResult
  Entities
    DiscoveredComputers${COMPUTER.replaceAll('\n', '\n      ')}
  PagingInfo PageNum PageSize PagesCount
    Links
      Link Rel=First Href
      Link Rel=Last Href`,
  },
  {
    source: '/agents/protectionGroups/{ID}, 13.1.0.411',
    ask: '/agents/protectionGroups/{group}',
    shape: `
EntityRef Type=AgentProtectionGroupReference Href Name UID
  Links
    Link Rel=Up Type=BackupServerReference Href Name
    Link Rel=Alternate Type=AgentProtectionGroup Href Name
    Link Rel=Down Type=DiscoveredComputerReferenceList Href`,
  },
  {
    source: 'GET /agents/protectionGroups/{ID}, 13.1.0.411',
    ask: '/agents/protectionGroups/{group}?format=Entity',
    shape: `
AgentProtectionGroup Type=AgentProtectionGroup Href Name UID
  Links
    Link Rel=Up Type=BackupServerReference Href Name
    Link Rel=Alternate Type=AgentProtectionGroupReference Href Name
    Link Rel=Down Type=DiscoveredComputerList Href
  RescanScheduleEnabled: boolean
  HierarchyObjRef: urn`,
  },
  {
    source: 'GET /query?type=AgentProtectionGroup, 13.1.0.411',
    ask: '/query?type=AgentProtectionGroup&format=Entities',
    shape: `
QueryResult
  Entities
    AgentProtectionGroups
      AgentProtectionGroup Type=AgentProtectionGroup Href Name UID
        Links
          Link Rel=Up Type=BackupServerReference Href Name
          Link Rel=Alternate Type=AgentProtectionGroupReference Href Name
          Link Rel=Down Type=DiscoveredComputerList Href
        RescanScheduleEnabled: boolean
        HierarchyObjRef: urn
  PagingInfo PageNum PageSize PagesCount
    Links
      Link Rel=First Href
      Link Rel=Last Href`,
  },
  {
    source: 'GET /agents/protectionGroups/{ID}/discoveredComputers, 13.1.0.411',
    ask: '/agents/protectionGroups/{group}/discoveredComputers',
    shape: COMPUTERS,
  },
  {
    source: 'GET /security, 13.1.0.411',
    ask: '/security',
    shape: `
EnterpriseSecuritySettings Href
  Links
    Link Rel=Down Type=EnterpriseAccountReferenceList Href
    Link Rel=Down Type=EnterpriseRoleReferenceList Href
    Link Rel=Create Href
    Link Rel=Start Href`,
  },
  {
    source: '/security/accounts/{ID}/roles, 13.1.0.411',
    ask: '/security/accounts/{account}/roles',
    shape: `
EnterpriseAccountInRoleList
  EnterpriseAccountInRole Href
    Links
      Link Rel=Delete Href
    RoleName: text`,
  },
  {
    source: 'GET /security/roles/{ID}, 13.1.0.411',
    ask: '/security/roles/{role}',
    shape: `
EntityRef Type=EnterpriseRoleReference Href Name UID
  Links
    Link Rel=Alternate Type=EnterpriseRole Href`,
  },
  {
    source: 'GET /security/accounts, 13.1.0.411',
    ask: '/security/accounts',
    shape: `
EntityReferences
  Ref Type=EnterpriseAccountReference Href Name UID
    Links
      Link Rel=Alternate Type=EnterpriseAccount Href`,
  },
  {
    source: 'GET /security/accounts/{ID}, 13.1.0.411',
    ask: '/security/accounts/{account}?format=Entity',
    shape: `
EnterpriseAccount Type=EnterpriseAccount Href Name UID
  Links
    Link Rel=Alternate Type=EnterpriseAccountReference Href
    Link Rel=Down Type=EnterpriseAccountInRoleList Href
    Link Rel=Create Type=EnterpriseAccountInRole Href
    Link Rel=Down Type=EnterpriseAccountHierarchyScopeList Href
    Link Rel=Create Type=EnterpriseAccountHierarchyScope Href
    Link Rel=Delete Href
    Link Rel=ToggleRestoreScopesEnabled Href
  AccountType: text
  AllowRestoreAllVms: boolean
  FlrSettings
    FlrInplaceOnly: boolean
    FlrExtentionRestrictions: empty
  SqlSettings
    DenyInPlaceRestore: boolean`,
  },
  {
    source: 'GET /security/roles, 13.1.0.411',
    ask: '/security/roles',
    shape: `
EntityReferences
  Ref Type=EnterpriseRoleReference Href Name UID
    Links
      Link Rel=Alternate Type=EnterpriseRole Href`,
  },
];
