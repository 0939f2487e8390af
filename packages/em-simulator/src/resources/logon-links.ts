import type { LinkWish } from './sheet.ts';

/*
 * The links of a logon session: 68 as captured from 12.3.2 (peekjef72/httpapi_exporter). The reference's example of
 * POST /sessionMngr/ (13.0, Step 2. Perform Logon) has 54, without CDP, replicas of vApps and system sessions, which are
 * younger than version 1.5; that a client who asks for that version still gets those 54 is inferred from one that logs off
 * by the 54th (tests/clients/opcon.test.ts).
 */

/** Collections that are linked twice: as references and as entities. */
const FIRST_COLLECTIONS = [
  ['BackupServer', '/backupServers'],
  ['ManagedServer', '/managedServers'],
] as const;
const COLLECTIONS = [
  ['Job', '/jobs'],
  ['FailoverPlan', '/failoverPlans'],
  ['HierarchyRoot', '/hierarchyRoots'],
  ['Repository', '/repositories'],
  ['Backup', '/backups'],
  ['RestorePoint', '/restorePoints'],
  ['VmRestorePoint', '/vmRestorePoints'],
  ['VAppRestorePoint', '/vAppRestorePoints'],
  ['Replica', '/replicas'],
  ['VmReplicaPoint', '/vmReplicaPoints'],
  ['CatalogVm', '/catalog/vms'],
  ['BackupJobSession', '/backupSessions'],
  ['RestoreSession', '/restoreSessions'],
  ['ReplicaJobSession', '/replicaSessions'],
  ['BackupTaskSession', '/backupTaskSessions'],
  ['ReplicaTaskSession', '/replicaTaskSessions'],
] as const;
const YOUNGER_COLLECTIONS = [
  ['CdpPolicy', '/cdpPolicies'],
  ['CdpReplicaSession', '/cdpReplicaSessions'],
  ['CdpReplicaTaskSession', '/cdpReplicaTaskSessions'],
  ['VAppReplicaPoint', '/vAppReplicaPoints'],
  ['VmCdpReplica', '/cdpReplica/vms'],
  ['VAppCdpReplica', '/cdpReplica/vApps'],
  ['BackupJobSession', '/systemSessions'],
] as const;

type Collection = readonly [type: string, path: string];

function references(collections: readonly Collection[]): LinkWish[] {
  return collections.map(([type, path]) => down(`${type}ReferenceList`, path));
}

function entities(collections: readonly Collection[]): LinkWish[] {
  return collections.map(([type, path]) => down(`${type}List`, `${path}?format=Entity`));
}

function down(type: string, path: string): LinkWish {
  return { rel: 'Down', type, path };
}

/** The links of the logon session at that path, for the version that was asked for. */
export function logonLinks(path: string, version: string): LinkWish[] {
  const younger = /^v1_[0-5]$/.test(version) ? [] : YOUNGER_COLLECTIONS;
  return [
    { rel: 'Up', type: 'EnterpriseManager', path: '/' },
    ...references([...FIRST_COLLECTIONS, ...COLLECTIONS]),
    down('EnterpriseSecuritySettings', '/security'),
    ...references([
      ['WanAccelerator', '/wanAccelerators'],
      ['BackupFile', '/backupFiles'],
      ['ExternalRepository', '/externalRepositories'],
      ...younger,
    ]),
    down('TaskList', '/tasks'),
    down('QueryService', '/querySvc'),
    down('LookupService', '/lookupSvc'),
    { ...down('Report', '/reports/summary'), name: 'Summary' },
    ...entities(FIRST_COLLECTIONS),
    { rel: 'Create', path: '/backupServers?action=create' },
    ...entities(COLLECTIONS),
    ...entities([['WanAccelerator', '/wanAccelerators']]),
    down('VCloudService', '/vCloud'),
    ...entities([['BackupFile', '/backupFiles']]),
    down('AgentsService', '/agents'),
    down('VSphereSelfService', '/selfService/vSphere'),
    ...entities([['ExternalRepository', '/externalRepositories']]),
    down('NasService', '/nas'),
    ...entities(younger),
    // Clients log off by the last link; it has no type (reference 13.0).
    { rel: 'Delete', path },
  ];
}
