import { Refusal } from '#http/refusal.ts';
import { visibleRun } from '#query/find-sessions.ts';
import { askedSlice } from '#query/page.ts';
import type { NamedType } from '#query/query-type.ts';
import { questionOf } from '#query/question.ts';
import { asksForEntity } from '#query/run-query.ts';
import { agentSessions, backupSessions, taskSessionsOf } from '#query/types.ts';
import { BACKUP_SESSION, sessionName } from '#resources/backup-session.ts';
import type { Kind } from '#resources/kind.ts';
import { taskEntity } from '#resources/task.ts';
import { CHILD_TASK_SESSION, TASK_SESSION } from '#resources/task-session.ts';
import { element, inlineList } from '#wire/element.ts';
import { leadOf } from '#world/guid.ts';
import { newestRun } from '#world/operations.ts';
import { childRows, machineRows, runRow, type SessionRow } from '#world/session-row.ts';
import { collectionOf, guidOfPath, singleOf } from './collections.ts';
import { stopJob } from './commands.ts';
import { type Call, ok, type Reply, type Route } from './route.ts';

/** All sessions of a type; filter and sorting as in a query, whole unless a page is asked for. */
function listOf(call: Call, type: NamedType<SessionRow>): Reply {
  const { parameters } = call.request;
  const matches = type.find(call.source, questionOf(parameters));
  const { from, to } = askedSlice(parameters, matches.count);
  const rows = matches.slice(from, to);
  if (asksForEntity(parameters)) {
    const entities = rows.map((row) => type.entity(call.sheet, row));
    return ok(element(type.members, {}, [inlineList(type.members, entities)]));
  }
  const references = rows.map((row) => type.reference(call.sheet, row));
  return ok(element('EntityReferences', {}, [inlineList('Refs', references)]));
}

type Found = { row: SessionRow; children: SessionRow[]; machines: SessionRow[] };

/** The session of the path. Refuses a crooked id with 400, an unknown one with 404. */
function found(call: Call): Found {
  const id = guidOfPath(call, 'BackupJobSession');
  const known = visibleRun(call.world, id);
  if (known === undefined) throw new Refusal(404, `Cannot find session [${id}]`);
  const { job, run, at } = known;
  const { kind, machine } = leadOf(id);
  const children = job.kind === 'agent' ? childRows(job, run, at) : [];
  const machines = machineRows(job, run, at);
  if (kind === 'run') {
    const hangsHere = call.sheet.taskSessionsOn === 'runs' || job.kind === 'virtual';
    return { row: runRow(job, run, at), children, machines: hangsHere ? machines : [] };
  }
  const row = children.find((child) => child.place === machine);
  if (row === undefined || kind !== 'child') throw new Refusal(404, `Cannot find session [${id}]`);
  return { row, children: [], machines: machines.filter(({ place }) => place === machine) };
}

/** Stops the run of a session: the newest of its job, while it goes on. */
function stopSession(call: Call): Reply {
  const action = call.request.parameters.get('action') ?? '';
  if (action.toLowerCase() !== 'stop') throw new Refusal(400, `Unknown action "${action}"`);
  const { row } = found(call);
  if (row.run !== newestRun(call.world, row.job)) throw new Refusal(400, 'The session is not running.');
  return { status: 202, body: taskEntity(call.sheet, stopJob(call, row.job, sessionName(row, call.sheet.flavour))) };
}

function taskSessionKind({ sheet }: Call): Kind<SessionRow> {
  return sheet.taskSessionsOn === 'children' ? CHILD_TASK_SESSION : TASK_SESSION;
}

function oneMachine(call: Call): Reply {
  const id = guidOfPath(call, 'BackupTaskSession');
  const known = visibleRun(call.world, id);
  const { kind, machine } = leadOf(id);
  const rows = known === undefined || kind !== 'task-session' ? [] : machineRows(known.job, known.run, known.at);
  const row = rows.find(({ place }) => place === machine);
  if (row === undefined) throw new Refusal(404, `Cannot find task session [${id}]`);
  return ok(singleOf(call, taskSessionKind(call), row));
}

export const sessionRoutes: Route[] = [
  {
    method: 'GET',
    path: /^\/backupsessions$/,
    access: 'sessions',
    answer: (call) => listOf(call, backupSessions),
  },
  {
    method: 'GET',
    path: /^\/agents\/backupsessions$/,
    access: 'sessions',
    answer: (call) => listOf(call, agentSessions),
  },
  {
    method: 'GET',
    path: /^\/backuptasksessions$/,
    access: 'sessions',
    answer: (call) => listOf(call, taskSessionsOf(call.sheet)),
  },
  {
    method: 'GET',
    path: /^\/(?:agents\/)?backupsessions\/([^/]+)$/,
    access: 'sessions',
    answer: (call) => ok(singleOf(call, BACKUP_SESSION, found(call).row)),
  },
  {
    method: 'POST',
    path: /^\/(?:agents\/)?backupsessions\/([^/]+)$/,
    access: 'administrator',
    answer: stopSession,
  },
  {
    method: 'GET',
    path: /^\/(?:agents\/)?backupsessions\/([^/]+)\/tasksessions$/,
    access: 'sessions',
    answer: (call) => ok(collectionOf(call, taskSessionKind(call), found(call).machines)),
  },
  {
    method: 'GET',
    path: /^\/(?:agents\/)?backupsessions\/([^/]+)\/agentmanagementsessions$/,
    access: 'sessions',
    answer: (call) => ok(collectionOf(call, BACKUP_SESSION, found(call).children)),
  },
  { method: 'GET', path: /^\/backuptasksessions\/([^/]+)$/, access: 'sessions', answer: oneMachine },
];
