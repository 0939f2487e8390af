import { asksForEntity } from '#query/run-query.ts';
import { element } from '#wire/element.ts';
import { ok, type Route } from './route.ts';

/** Collections of what is not set up in this world: no replication, no plans, no repositories of clouds. */
const EMPTY = [
  ['/cdppolicies', 'CdpPolicies'],
  ['/cdpreplica/vapps', 'VAppCdpReplicas'],
  ['/cdpreplicas', 'CdpReplicas'],
  ['/cdpreplicasessions', 'CdpReplicaSessions'],
  ['/cdpreplicatasksessions', 'CdpReplicaTaskSessions'],
  ['/externalrepositories', 'ExternalRepositories'],
  ['/failoverplans', 'FailoverPlans'],
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
  answer: ({ request }) => ok(element(asksForEntity(request.parameters) ? plural : 'EntityReferences', {})),
}));
