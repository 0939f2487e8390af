import { Refusal } from '#http/refusal.ts';
import { sessionRows, visibleRun } from '#query/rows.ts';
import { wantsEntities } from '#query/run-query.ts';
import type { Term } from '#query/tokens.ts';
import { childRows, runRow, type SessionRow, sessionEntity, sessionReference } from '#resources/backup-session.ts';
import {
  type TaskSessionRow,
  taskSessionEntity,
  taskSessionReference,
  taskSessionRows,
} from '#resources/task-session.ts';
import type { Element } from '#wire/element.ts';
import { guidIn, leadOf } from '#world/guid.ts';
import { collectionOf } from './collections.ts';
import { type Call, idOf, ok, type Reply, type Route } from './route.ts';

/** Sessions as a collection. */
export function sessionList(call: Call, rows: SessionRow[]): Element {
  const entities = wantsEntities(call.request.parameters);
  const unordered = rows.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  return collectionOf(call, 'BackupJobSessions', unordered, entities ? sessionEntity : sessionReference);
}

type Found = { id: string; row: SessionRow; children: SessionRow[]; tasks: TaskSessionRow[] };

/** The session of the path. Refuses a crooked id with 400, an unknown one with 404. */
function found(call: Call): Found {
  const id = guidIn(idOf(call));
  if (id === undefined) throw new Refusal(400, ` ID ${idOf(call)} is invalid. Type: BackupJobSession`);
  const known = visibleRun(call.world, id);
  if (known === undefined) throw new Refusal(404, `Cannot find session [${id}]`);
  const { job, run, at } = known;
  const lead = leadOf(id);
  const children = childRows(job, run, at);
  const tasks = taskSessionRows(job, run, at);
  if (lead.kind === 'run') return { id, row: runRow(job, run, at), children, tasks };
  const row = children.find((child) => child.place === lead.machine);
  if (row === undefined) throw new Refusal(404, `Cannot find session [${id}]`);
  return { id, row, children: [], tasks: tasks.slice(lead.machine, lead.machine + 1) };
}

function allSessions(call: Call): Reply {
  return ok(sessionList(call, sessionRows({ world: call.world, tasks: call.session.tasks }, [])));
}

/** The runs of agent jobs, without their children. */
function agentSessions(call: Call): Reply {
  const runsOnly: Term[] = [{ name: 'jobtype', operator: '==', value: 'AgentBackup' }];
  return ok(sessionList(call, sessionRows({ world: call.world, tasks: call.session.tasks }, runsOnly)));
}

function oneSession(call: Call): Reply {
  const { row } = found(call);
  return ok(
    wantsEntities(call.request.parameters) ? sessionEntity(call.sheet, row) : sessionReference(call.sheet, row),
  );
}

function children(call: Call): Reply {
  return ok(sessionList(call, found(call).children));
}

function taskSessions(call: Call): Reply {
  const entities = wantsEntities(call.request.parameters);
  const write = entities ? taskSessionEntity : taskSessionReference;
  return ok(collectionOf(call, 'BackupTaskSessions', found(call).tasks, write));
}

function oneTaskSession(call: Call): Reply {
  const id = guidIn(idOf(call));
  const known = id === undefined ? undefined : visibleRun(call.world, id);
  const rows = known === undefined ? [] : taskSessionRows(known.job, known.run, known.at);
  const row = rows.find((candidate) => candidate.id === id);
  if (row === undefined) throw new Refusal(404, `Cannot find task session [${idOf(call)}]`);
  return ok(
    wantsEntities(call.request.parameters) ? taskSessionEntity(call.sheet, row) : taskSessionReference(call.sheet, row),
  );
}

export const backupSessionRoutes: Route[] = [
  { method: 'GET', path: /^\/backupsessions$/, access: 'sessions', answer: allSessions },
  { method: 'GET', path: /^\/agents\/backupsessions$/, access: 'sessions', answer: agentSessions },
  { method: 'GET', path: /^\/(?:agents\/)?backupsessions\/([^/]+)$/, access: 'sessions', answer: oneSession },
  { method: 'GET', path: /^\/backupsessions\/([^/]+)\/tasksessions$/, access: 'sessions', answer: taskSessions },
  { method: 'GET', path: /^\/backupsessions\/([^/]+)\/agentmanagementsessions$/, access: 'sessions', answer: children },
  { method: 'GET', path: /^\/backuptasksessions\/([^/]+)$/, access: 'sessions', answer: oneTaskSession },
];
