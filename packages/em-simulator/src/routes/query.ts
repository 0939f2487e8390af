import { Refusal } from '#http/refusal.ts';
import type { QueryType } from '#query/query-type.ts';
import { runQuery } from '#query/run-query.ts';
import {
  agentJobs,
  backupServers,
  backupSessions,
  managedServers,
  repositories,
  taskSessions,
  taskSessionsOf,
  tasks,
  virtualJobs,
} from '#query/types.ts';
import { links } from '#resources/sheet.ts';
import { element } from '#wire/element.ts';
import { type Access, type Call, ok, type Reply, type Route } from './route.ts';

type Entry = { name: string; access: Access; answer(call: Call): Reply };

function entry<Row>(type: QueryType<Row>, access: Access = 'sessions'): Entry {
  const { name } = type;
  return { name, access, answer: (call) => ok(runQuery(type, call.request.parameters, call.source, call.sheet)) };
}

const TYPES: Entry[] = [
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

function querySvc(call: Call): Reply {
  const wishes = TYPES.flatMap(({ name }) => [
    { rel: 'Down', type: `${name}ReferenceList`, path: `/query?type=${name}` },
    { rel: 'Down', type: `${name}List`, path: `/query?type=${name}&format=Entities` },
  ]);
  return ok(element('QuerySvc', {}, [links(call.sheet, wishes)]));
}

export const queryRoutes: Route[] = [
  { method: 'GET', path: /^\/query$/, access: 'sessions', answer: query },
  { method: 'GET', path: /^\/querysvc$/, access: 'signed-in', answer: querySvc },
];
