import { Refusal } from '#http/refusal.ts';
import { EMPTY_TYPES } from '#query/empty-types.ts';
import { agentObjects, virtualObjects } from '#query/object-types.ts';
import type { QueryType } from '#query/query-type.ts';
import { runQuery } from '#query/run-query.ts';
import {
  agentJobs,
  backupServers,
  backupSessions,
  discoveredComputers,
  managedServers,
  protectionGroups,
  repositories,
  taskSessions,
  taskSessionsOf,
  tasks,
  virtualJobs,
} from '#query/types.ts';
import { links } from '#resources/sheet.ts';
import { element } from '#wire/element.ts';
import { type Access, type Call, ok, type Reply, type Route } from './route.ts';

type QueryEntry = { name: string; access: Access; answer(call: Call): Reply };

function entry<Row>(type: QueryType<Row>, access: Access = 'sessions'): QueryEntry {
  const { name } = type;
  return { name, access, answer: (call) => ok(runQuery(type, call.request.parameters, call.source, call.sheet)) };
}

const TYPES: QueryEntry[] = [
  entry(agentJobs, 'administrator'),
  entry(virtualJobs),
  entry(backupSessions),
  {
    name: taskSessions.name,
    access: 'sessions',
    answer: (call) => ok(runQuery(taskSessionsOf(call.sheet), call.request.parameters, call.source, call.sheet)),
  },
  entry(tasks),
  entry(backupServers),
  entry(managedServers),
  entry(repositories),
  entry(protectionGroups, 'administrator'),
  entry(discoveredComputers, 'administrator'),
  entry(virtualObjects),
  entry(agentObjects, 'administrator'),
  ...EMPTY_TYPES.map((type) => entry(type)),
];

function query(call: Call): Reply {
  const name = call.request.parameters.get('type') ?? '';
  const type = TYPES.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (type === undefined) throw new Refusal(400, `Unknown query type "${name}"`);
  if (type.access === 'administrator' && call.session.account.role !== 'Portal Administrator') {
    throw new Refusal(403, 'Access denied.');
  }
  return type.answer(call);
}

/** The queries that Enterprise Manager offers, with what each is sorted by (reference 13.1, GET /querySvc). */
const OFFERED = [
  ...['VmRestorePoint', 'VAppRestorePoint', 'VmReplicaPoint'],
  ...['Task', 'Job', 'RestorePoint', 'BackupTaskSession', 'ReplicaTaskSession', 'RestoreSession', 'Repository'],
  ...['Backup', 'Replica', 'HierarchyRoot', 'BackupJobSession', 'ReplicaJobSession', 'BackupServer', 'ManagedServer'],
  ...['FailoverPlan', 'WanAccelerator', 'CloudGateway', 'CloudTenant', 'Passwords', 'Credentials', 'CloudReplica'],
  ...['BackupFile', 'VCloudOrganizationConfig', 'CloudSubtenant', 'CloudHardwarePlan', 'CloudPublicIpAddress'],
  ...['AgentBackupJob', 'AgentRestorePoint', 'AgentProtectionGroup', 'DiscoveredComputer', 'CloudFailoverPlan'],
  ...['CloudGatewayPool', 'VSphereSelfServiceConfig', 'ExternalRepository', 'NasJob', 'FileServer', 'VAppReplicaPoint'],
];
const SORTED_BY: Record<string, string> = {
  Task: 'TaskUid',
  Passwords: 'BackupServerUid',
  Credentials: 'BackupServerUid',
};
/** Link types that are not the type's own name. */
const LINK_TYPES: Record<string, string> = { Passwords: 'PasswordKeyList', Credentials: 'CredentialsList' };

function querySvc({ sheet, session }: Call): Reply {
  const queries = OFFERED.map((name) => ({
    rel: 'Down',
    type: LINK_TYPES[name] ?? `${name}List`,
    path: `/query?type=${name}&format=Entities&sortAsc=${SORTED_BY[name] ?? 'name'}&pageSize=15&page=1`,
  }));
  const up = { rel: 'Up', type: 'LogonSession', path: `/logonSessions/${session.id}` };
  const attributes = { Type: 'QueryService', Href: `${sheet.base}/querySvc` };
  return ok(element('QuerySvc', attributes, [links(sheet, [up, ...queries])]));
}

export const queryRoutes: Route[] = [
  { method: 'GET', path: /^\/query$/, access: 'sessions', answer: query },
  { method: 'GET', path: /^\/querysvc$/, access: 'signed-in', answer: querySvc },
];
