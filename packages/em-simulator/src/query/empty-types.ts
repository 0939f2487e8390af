import type { NamedType, QueryType } from './query-type.ts';

/** Types that can be queried (reference 13.1, GET /querySvc; 10.0, Query Syntax) and are not in this world, with the container of each. */
const NONE: readonly (readonly [type: string, container: string])[] = [
  ['AgentRestorePoint', 'AgentRestorePoints'],
  ['Backup', 'Backups'],
  ['BackupFile', 'BackupFiles'],
  ['CdpPolicy', 'CdpPolicies'],
  ['CdpReplica', 'CdpReplicas'],
  ['CdpReplicaSession', 'CdpReplicaSessions'],
  ['CdpReplicaTaskSession', 'CdpReplicaTaskSessions'],
  ['CloudFailoverPlan', 'CloudFailoverPlans'],
  ['CloudFailoverSession', 'CloudFailoverSessions'],
  ['CloudGateway', 'CloudGateways'],
  ['CloudGatewayPool', 'CloudGatewayPools'],
  ['CloudHardwarePlan', 'CloudHardwarePlans'],
  ['CloudPublicIpAddress', 'CloudPublicIps'],
  ['CloudReplica', 'CloudReplicas'],
  ['CloudTenant', 'CloudTenants'],
  ['CloudVmReplicaPoint', 'CloudVmReplicaPoints'],
  ['ExternalRepository', 'ExternalRepositories'],
  ['FailoverPlan', 'FailoverPlans'],
  ['FileServer', 'FileServers'],
  ['HierarchyRoot', 'HierarchyRoots'],
  ['NasJob', 'NASJobs'],
  ['Replica', 'Replicas'],
  ['ReplicaJobSession', 'ReplicaJobSessions'],
  ['ReplicaTaskSession', 'ReplicaTaskSessions'],
  ['RestorePoint', 'RestorePoints'],
  ['RestoreSession', 'RestoreSessions'],
  ['VAppReplicaPoint', 'VAppReplicaPoints'],
  ['VAppRestorePoint', 'VAppRestorePoints'],
  ['VCloudOrganizationConfig', 'VCloudOrganizationConfigs'],
  ['VlanConfiguration', 'VlanConfigurations'],
  ['VmReplicaPoint', 'VmReplicaPoints'],
  ['VmRestorePoint', 'VmRestorePoints'],
  ['VSphereSelfServiceConfig', 'VSphereSelfServiceConfigs'],
  ['WanAccelerator', 'WanAccelerators'],
];

/** The same of what has no UID: resources, not entities (reference 13.1, GET /query?type=Passwords and the others; credentials: Veeam's XML schema). */
const NO_RESOURCES: typeof NONE = [
  ['CloudSubtenant', 'CloudSubtenants'],
  ['Credentials', 'CredentialsList'],
  ['NasObject', 'NASObjects'],
  ['Passwords', 'PasswordKeyInfoList'],
];

/** A type whose queries find nothing, whatever they ask: its properties are not checked, the filter's form is. */
function nothingOf([name, container]: (typeof NONE)[number]): NamedType<never> {
  return {
    name,
    container,
    members: container,
    fields: {},
    find: () => ({ count: 0, slice: () => [] }),
    entity: (_sheet, row) => row,
    reference: (_sheet, row) => row,
  };
}

/** All types that find nothing. */
export const EMPTY_TYPES: readonly QueryType<never>[] = [
  ...NONE.map(nothingOf),
  ...NO_RESOURCES.map((each) => {
    const { reference: _, ...type } = nothingOf(each);
    return { ...type, holder: 'Resources' as const };
  }),
];
