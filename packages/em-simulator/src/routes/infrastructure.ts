import { Refusal } from '#http/refusal.ts';
import { BACKUP_SERVER } from '#resources/backup-server.ts';
import { MANAGED_SERVER } from '#resources/managed-server.ts';
import { DISCOVERED_COMPUTER, PROTECTION_GROUP } from '#resources/protection-group.ts';
import { REPOSITORY } from '#resources/repository.ts';
import { ACCOUNT, ROLE, rolesOfAccount } from '#resources/security.ts';
import { taskEntity } from '#resources/task.ts';
import { VIRTUAL_JOB } from '#resources/virtual-job.ts';
import { ROLES } from '#session/accounts.ts';
import { COLLECTED } from '#session/tasks.ts';
import { computersOf, managedServersOf, protectionGroupsOf, repositoriesOf } from '#world/infrastructure.ts';
import type { Job } from '#world/records.ts';
import { downRoute, routesOf, rowOfPath } from './collections.ts';
import { taskTimes } from './commands.ts';
import { isNotPlayedAction } from './not-played.ts';
import { type Call, ok, type Reply, type Route } from './route.ts';

function servers({ world }: Call) {
  return world.servers;
}

function virtualJobs({ world }: Call): Job[] {
  return [...world.virtualJobs.values()];
}

function accounts({ source }: Call) {
  return source.accounts.listed();
}

function groups({ world }: Call) {
  return protectionGroupsOf(world);
}

/** Asks for a collection from a backup server: the task reports that it has started, the data come later. */
function collect(call: Call): Reply {
  const server = rowOfPath(call, BACKUP_SERVER, servers(call));
  const action = call.request.parameters.get('action')?.toLowerCase() ?? '';
  if (isNotPlayedAction('server', action)) throw new Refusal(501, 'Not implemented.');
  if (action !== 'collect') throw new Refusal(400, `Unknown action "${action}"`);
  const { collection } = call.world;
  const { begunAt, ...times } = taskTimes(call.world, server.id);
  collection.collectAt(server.id, collection.arrivalOf({ begunAt, ...times }));
  const operation = 'CollectingBackupServer';
  const task = call.session.tasks.add({ operation, ...times, success: true, message: COLLECTED, runId: undefined });
  return { status: 202, body: taskEntity(call.sheet, task) };
}

/** Servers, storage, computers and people: what other clients ask for beside agent jobs and sessions. */
export const infrastructureRoutes: Route[] = [
  ...routesOf(BACKUP_SERVER, 'sessions', servers),
  { method: 'POST', path: /^\/backupservers\/([^/]+)$/, access: 'administrator', answer: collect },
  downRoute(BACKUP_SERVER, servers, 'sessions', 'jobs', {
    kind: VIRTUAL_JOB,
    rows: (call, server) => virtualJobs(call).filter((job) => job.server.id === server.id),
  }),
  downRoute(BACKUP_SERVER, servers, 'sessions', 'managedServers', {
    kind: MANAGED_SERVER,
    rows: ({ world }, server) => managedServersOf(world).filter((managed) => managed.server.id === server.id),
  }),
  downRoute(BACKUP_SERVER, servers, 'sessions', 'repositories', {
    kind: REPOSITORY,
    rows: ({ world }, server) => repositoriesOf(world).filter((repository) => repository.server.id === server.id),
  }),
  ...routesOf(VIRTUAL_JOB, 'sessions', virtualJobs),
  ...routesOf(MANAGED_SERVER, 'sessions', ({ world }) => managedServersOf(world)),
  ...routesOf(REPOSITORY, 'sessions', ({ world }) => repositoriesOf(world)),
  ...routesOf(PROTECTION_GROUP, 'administrator', groups),
  downRoute(PROTECTION_GROUP, groups, 'administrator', 'discoveredComputers', {
    kind: DISCOVERED_COMPUTER,
    rows: ({ world }, group) => computersOf(world).filter((computer) => computer.group.id === group.id),
  }),
  ...routesOf(DISCOVERED_COMPUTER, 'administrator', ({ world }) => computersOf(world)),
  ...routesOf(ACCOUNT, 'administrator', accounts),
  {
    method: 'GET',
    path: /^\/security\/accounts\/([^/]+)\/roles$/,
    access: 'administrator',
    answer: (call) => ok(rolesOfAccount(call.sheet, rowOfPath(call, ACCOUNT, accounts(call)))),
  },
  ...routesOf(ROLE, 'administrator', () => ROLES),
];
