/** The members of `Entities` in their order, captured from 12.3.2 and 13.0.1 (peekjef72/httpapi_exporter, contribs/veeam/etc/veeam/profiles/samples). */
export const CAPTURED_CONTAINERS =
  'Jobs FailoverPlans Backups Replicas Repositories RestorePoints VmRestorePoints VAppRestorePoints VmReplicaPoints ' +
  'BackupJobSessions ReplicaJobSessions ReplicaTaskSessions RestoreSessions HierarchyRoots BackupTaskSessions ' +
  'BackupServers ManagedServers EnterpiseRoles EnterpiseAccounts WanAccelerators CloudGateways CloudTenants ' +
  'CloudReplicas VCloudOrganizationConfigs BackupFiles VSphereSelfServiceConfigs CloudPublicIps CloudHardwarePlans ' +
  'CloudVmReplicaPoints AgentRestorePoints AgentBackupJob CloudGatewayPools CloudFailoverPlans ExternalRepositories ' +
  'VlanConfigurations CloudFailoverSessions AgentProtectionGroups DiscoveredComputers FileServers NASJobs CdpReplicas ' +
  'CdpReplicaVms CdpPolicies CdpReplicaSessions CdpReplicaTaskSessions VAppReplicaPoints VmCdpReplicas ' +
  'VAppCdpReplicas VAppCdpReplicaVms SystemSessions';
