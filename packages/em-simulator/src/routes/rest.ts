import { Refusal } from '#http/refusal.ts';
import { runQuery, unknownType, wantsEntities } from '#query/run-query.ts';
import { AGENT_JOB, BACKUP_SERVER, BACKUP_SESSION, TASK, TASK_SESSION } from '#query/types.ts';
import { serverEntity, serverReference } from '#resources/backup-server.ts';
import { links } from '#resources/sheet.ts';
import { taskEntity } from '#resources/task.ts';
import type { Task } from '#session/tasks.ts';
import { element, inlineList } from '#wire/element.ts';
import { guidIn } from '#world/guid.ts';
import type { BackupServer } from '#world/records.ts';
import { collectionOf } from './collections.ts';
import { taskTimes } from './commands.ts';
import { type Call, idOf, ok, type Reply, type Route } from './route.ts';

function query(call: Call): Reply {
  const { parameters } = call.request;
  const source = { world: call.world, tasks: call.session.tasks };
  const name = parameters.get('type') ?? '';
  switch (name.toLowerCase()) {
    case 'agentbackupjob':
      if (call.session.account.role !== 'Portal Administrator') throw new Refusal(403, 'Access denied.');
      return ok(runQuery(AGENT_JOB, parameters, source, call.sheet));
    case 'backupjobsession':
      return ok(runQuery(BACKUP_SESSION, parameters, source, call.sheet));
    case 'backuptasksession':
      return ok(runQuery(TASK_SESSION, parameters, source, call.sheet));
    case 'task':
      return ok(runQuery(TASK, parameters, source, call.sheet));
    case 'backupserver':
      return ok(runQuery(BACKUP_SERVER, parameters, source, call.sheet));
    default:
      throw unknownType(name);
  }
}

function querySvc(call: Call): Reply {
  const types = [AGENT_JOB, BACKUP_SESSION, TASK_SESSION, TASK, BACKUP_SERVER].map((type) => type.name);
  return ok(
    element('QueryService', {}, [
      links(
        call.sheet,
        types.map((type) => ({ rel: 'Down', type, path: `/query?type=${type}` })),
      ),
    ]),
  );
}

function listTasks(call: Call): Reply {
  const tasks = call.session.tasks.all();
  return ok(
    element('Tasks', {}, [
      inlineList(
        'Tasks',
        tasks.map((task) => taskEntity(call.sheet, task)),
      ),
    ]),
  );
}

function taskOf(call: Call): Task {
  const task = call.session.tasks.get(idOf(call));
  if (task === undefined) throw new Refusal(404, `Cannot find task [${idOf(call)}]`);
  return task;
}

function oneTask(call: Call): Reply {
  return ok(taskEntity(call.sheet, taskOf(call)));
}

function deleteTask(call: Call): Reply {
  call.session.tasks.delete(taskOf(call).id);
  return { status: 204 };
}

function listServers(call: Call): Reply {
  const write = wantsEntities(call.request.parameters) ? serverEntity : serverReference;
  return ok(collectionOf(call, 'BackupServers', call.world.servers, write));
}

function serverOf(call: Call): BackupServer {
  const id = guidIn(idOf(call));
  if (id === undefined) throw new Refusal(400, ` ID ${idOf(call)} is invalid. Type: BackupServer`);
  const server = call.world.servers.find((candidate) => candidate.id === id);
  if (server === undefined) throw new Refusal(404, `Cannot find backup server [${id}]`);
  return server;
}

function oneServer(call: Call): Reply {
  const server = serverOf(call);
  return ok(
    wantsEntities(call.request.parameters) ? serverEntity(call.sheet, server) : serverReference(call.sheet, server),
  );
}

function collect(call: Call): Reply {
  const server = serverOf(call);
  const action = call.request.parameters.get('action') ?? '';
  if (action.toLowerCase() !== 'collect') throw new Refusal(400, `Unknown action "${action}"`);
  const times = taskTimes(call.world, server.id);
  call.world.collection.collectAt(server.id, times.finishedAt);
  const message = `Backup server "${server.name}" has been collected.`;
  const task = call.session.tasks.add({
    operation: 'CollectingBackupServer',
    ...times,
    success: true,
    message,
    runId: undefined,
  });
  return { status: 202, body: taskEntity(call.sheet, task) };
}

/** Virtual machine jobs: this world has none, and agent jobs are not among them. */
function listVmJobs(call: Call): Reply {
  return ok(element(wantsEntities(call.request.parameters) ? 'Jobs' : 'EntityReferences', {}, []));
}

export const restRoutes: Route[] = [
  { method: 'GET', path: /^\/query$/, access: 'sessions', answer: query },
  { method: 'GET', path: /^\/querysvc$/, access: 'signed-in', answer: querySvc },
  { method: 'GET', path: /^\/tasks$/, access: 'sessions', answer: listTasks },
  { method: 'GET', path: /^\/tasks\/([^/]+)$/, access: 'sessions', answer: oneTask },
  { method: 'DELETE', path: /^\/tasks\/([^/]+)$/, access: 'sessions', answer: deleteTask },
  { method: 'GET', path: /^\/backupservers$/, access: 'sessions', answer: listServers },
  { method: 'GET', path: /^\/backupservers\/([^/]+)$/, access: 'sessions', answer: oneServer },
  { method: 'POST', path: /^\/backupservers\/([^/]+)$/, access: 'administrator', answer: collect },
  { method: 'GET', path: /^\/jobs$/, access: 'sessions', answer: listVmJobs },
];
