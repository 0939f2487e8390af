import { Refusal } from '#http/refusal.ts';
import { visibleRun } from '#query/find-sessions.ts';
import { askedSlice } from '#query/page.ts';
import type { QueryType } from '#query/query-type.ts';
import { questionOf } from '#query/question.ts';
import { asksForEntities } from '#query/run-query.ts';
import { agentRuns, backupSessions, taskSessions } from '#query/types.ts';
import { BACKUP_SESSION } from '#resources/backup-session.ts';
import { TASK_SESSION } from '#resources/task-session.ts';
import { element, inlineList } from '#wire/element.ts';
import { leadOf } from '#world/guid.ts';
import { childRows, machineRows, runRow, type SessionRow } from '#world/session-row.ts';
import { collectionOf, guidOfPath, singleOf } from './collections.ts';
import { type Call, ok, type Reply, type Route } from './route.ts';

/** All sessions of a type; filter and sorting as in a query, whole unless a page is asked for. */
function listOf(call: Call, type: QueryType<SessionRow>): Reply {
  const { parameters } = call.request;
  const matches = type.find(call.source, questionOf(parameters));
  const { from, to } = askedSlice(parameters, matches.count);
  const rows = matches.slice(from, to);
  if (asksForEntities(parameters)) {
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
  if (kind === 'run') return { row: runRow(job, run, at), children, machines };
  const row = children.find((child) => child.place === machine);
  if (row === undefined || kind !== 'child') throw new Refusal(404, `Cannot find session [${id}]`);
  return { row, children: [], machines: machines.filter(({ place }) => place === machine) };
}

function oneMachine(call: Call): Reply {
  const id = guidOfPath(call, 'BackupTaskSession');
  const known = visibleRun(call.world, id);
  const { kind, machine } = leadOf(id);
  const rows = known === undefined || kind !== 'task-session' ? [] : machineRows(known.job, known.run, known.at);
  const row = rows.find(({ place }) => place === machine);
  if (row === undefined) throw new Refusal(404, `Cannot find task session [${id}]`);
  return ok(singleOf(call, TASK_SESSION, row));
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
    answer: (call) => listOf(call, agentRuns),
  },
  {
    method: 'GET',
    path: /^\/backuptasksessions$/,
    access: 'sessions',
    answer: (call) => listOf(call, taskSessions),
  },
  {
    method: 'GET',
    path: /^\/(?:agents\/)?backupsessions\/([^/]+)$/,
    access: 'sessions',
    answer: (call) => ok(singleOf(call, BACKUP_SESSION, found(call).row)),
  },
  {
    method: 'GET',
    path: /^\/(?:agents\/)?backupsessions\/([^/]+)\/tasksessions$/,
    access: 'sessions',
    answer: (call) => ok(collectionOf(call, TASK_SESSION, found(call).machines)),
  },
  {
    method: 'GET',
    path: /^\/(?:agents\/)?backupsessions\/([^/]+)\/agentmanagementsessions$/,
    access: 'sessions',
    answer: (call) => ok(collectionOf(call, BACKUP_SESSION, found(call).children)),
  },
  { method: 'GET', path: /^\/backuptasksessions\/([^/]+)$/, access: 'sessions', answer: oneMachine },
];
