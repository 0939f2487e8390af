import type { LinkWish } from './sheet.ts';

/*
 * The links of a logon session: types and order as in the reference's example of POST /sessionMngr/ (13.0, Step 2. Perform
 * Logon: 54 links), with the resources that its table of link types names and that the example's server did not have
 * (CDP, replicas of vApps, system sessions). Where those stand among the others is inferred: a pair of links each,
 * behind the youngest of their kind in the example.
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
  ['CdpReplica', '/cdpReplicas'],
  ['VAppCdpReplica', '/cdpReplica/vApps'],
  ['CdpReplicaSession', '/cdpReplicaSessions'],
  ['CdpReplicaTaskSession', '/cdpReplicaTaskSessions'],
  ['VAppReplicaPoint', '/vAppReplicaPoints'],
  ['SystemSession', '/systemSessions'],
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

/** The links of the logon session at that path. */
export function logonLinks(path: string): LinkWish[] {
  return [
    { rel: 'Up', type: 'EnterpriseManager', path: '/' },
    ...references([...FIRST_COLLECTIONS, ...COLLECTIONS]),
    down('EnterpriseSecuritySettings', '/security'),
    ...references([
      ['WanAccelerator', '/wanAccelerators'],
      ['BackupFile', '/backupFiles'],
      ['ExternalRepository', '/externalRepositories'],
      ...YOUNGER_COLLECTIONS,
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
    ...entities(YOUNGER_COLLECTIONS),
    // Clients log off by the last link; it has no type (reference 13.0).
    { rel: 'Delete', path },
  ];
}
