import { asksForEntity } from '#query/run-query.ts';
import { element, inlineList } from '#wire/element.ts';
import { ok, type Route } from './route.ts';

/**
 * Collections that are empty in this world: no replication, no plans, no repositories of clouds, no file shares. Of
 * the files of backups, which there would be, the list alone is here: Zabbix' template stops without it.
 */
const EMPTY = [
  ['/backupfiles', 'BackupFiles'],
  ['/cdppolicies', 'CdpPolicies'],
  ['/cdpreplica/vapps', 'VAppCdpReplicas'],
  ['/cdpreplica/vms', 'VmCdpReplicas'],
  ['/cdpreplicas', 'CdpReplicas'],
  ['/cdpreplicasessions', 'CdpReplicaSessions'],
  ['/cdpreplicatasksessions', 'CdpReplicaTaskSessions'],
  ['/externalrepositories', 'ExternalRepositories'],
  ['/failoverplans', 'FailoverPlans'],
  ['/nas/backupsessions', 'BackupJobSessions'],
  ['/nas/jobs', 'NASJobs'],
  ['/replicas', 'Replicas'],
  ['/replicasessions', 'ReplicaJobSessions'],
  ['/replicatasksessions', 'ReplicaTaskSessions'],
  ['/vappreplicapoints', 'VAppReplicaPoints'],
  ['/vmreplicapoints', 'VmReplicaPoints'],
] as const;

export const emptyRoutes: Route[] = EMPTY.map(([path, plural]) => ({
  method: 'GET',
  path: new RegExp(`^${path}$`),
  access: 'sessions',
  answer: ({ request }) => {
    const [root, items] = asksForEntity(request.parameters) ? [plural, plural] : ['EntityReferences', 'Refs'];
    return ok(element(root, {}, [inlineList(items, [])]));
  },
}));
