import { AGENT_JOB } from '#resources/agent-job.ts';
import { BACKUP_SERVER, PORTS, SERVER_DESCRIPTION, VERSIONS } from '#resources/backup-server.ts';
import {
  BACKUP_SESSION,
  RESULT_WORDS,
  resultWord,
  SESSION_STATES,
  SESSION_TYPES,
  sessionId,
  sessionJobId,
  sessionJobName,
  sessionJobType,
  sessionName,
  sessionState,
} from '#resources/backup-session.ts';
import { entityOf, type Kind, referenceOf } from '#resources/kind.ts';
import { MANAGED_SERVER } from '#resources/managed-server.ts';
import {
  AGENT_STATUS,
  AGENT_VERSIONS,
  addressOf,
  DISCOVERED_COMPUTER,
  PROTECTION_GROUP,
  systemOf,
} from '#resources/protection-group.ts';
import { REPOSITORY } from '#resources/repository.ts';
import type { Variants } from '#resources/sheet.ts';
import { taskEntity } from '#resources/task.ts';
import {
  CHILD_TASK_SESSION,
  childOf,
  reasonOf,
  TASK_SESSION,
  TASK_STATES,
  taskSessionId,
  taskSessionName,
  taskSessionState,
  totalSizeOf,
} from '#resources/task-session.ts';
import { VIRTUAL_JOB } from '#resources/virtual-job.ts';
import { type Task, type TaskState, taskStateAt } from '#session/tasks.ts';
import { computersOf, managedServersOf, protectionGroupsOf, repositoriesOf } from '#world/infrastructure.ts';
import type { Scope } from '#world/ledger.ts';
import type { Job } from '#world/records.ts';
import { nextRunOf, scheduleState } from '#world/schedule.ts';
import { machineOf, type SessionRow } from '#world/session-row.ts';
import type { Field, Fields } from './field.ts';
import { findRows } from './find-rows.ts';
import { findSessions } from './find-sessions.ts';
import { type NamedType, type QueryType, queryTypeOf } from './query-type.ts';

export const ofServer: Fields<{ server: { id: string; name: string } }> = {
  backupserveruid: { kind: 'uid', of: ({ server }) => server.id },
  backupservername: { kind: 'text', of: ({ server }) => server.name },
};

const ofJob: Fields<Job> = {
  ...ofServer,
  description: { kind: 'text', of: (job) => job.description },
  scheduleconfigured: { kind: 'text', of: (job) => String(scheduleState(job).configured) },
  scheduleenabled: { kind: 'text', of: (job) => String(scheduleState(job).enabled) },
};

export const agentJobs = queryTypeOf(AGENT_JOB, ({ world }) => [...world.jobs.values()], {
  ...ofJob,
  jobtype: { kind: 'text', of: () => 'AgentBackup' },
  platform: { kind: 'text', of: (job) => job.platform },
});
// So is the container called in JSON (captured 12.3.2, 13.0.1).
agentJobs.container = 'AgentBackupJob';

export const virtualJobs = queryTypeOf(VIRTUAL_JOB, ({ world }) => [...world.virtualJobs.values()], {
  ...ofJob,
  jobtype: { kind: 'text', of: () => 'Backup' },
  platform: { kind: 'text', of: () => 'VMware' },
});
virtualJobs.find = ({ world }, question) => {
  // The next run is as old as the last collection.
  const nextrun: Field<Job> = { kind: 'time', of: (job) => nextRunOf(job, world.knownUntil(job)) ?? null };
  const jobs = [...world.virtualJobs.values()];
  return findRows(jobs, { ...virtualJobs.fields, nextrun }, ({ id }) => id, question);
};

export const backupServers = queryTypeOf(BACKUP_SERVER, ({ world }) => world.servers, {
  description: { kind: 'text', of: () => SERVER_DESCRIPTION },
  ipordnsname: { kind: 'text', of: (server) => server.name },
  port: { kind: 'number', of: () => PORTS.v12, also: () => PORTS.v13 },
  version: { kind: 'text', of: () => VERSIONS.v12, also: () => VERSIONS.v13 },
});
export const protectionGroups = queryTypeOf(PROTECTION_GROUP, ({ world }) => protectionGroupsOf(world), ofServer);
export const discoveredComputers = queryTypeOf(DISCOVERED_COMPUTER, ({ world }) => computersOf(world), {
  backupserveruid: { kind: 'uid', of: ({ group }) => group.server.id },
  backupservername: { kind: 'text', of: ({ group }) => group.server.name },
  protectiongroupuid: { kind: 'uid', of: ({ group }) => group.id },
  protectiongroupname: { kind: 'text', of: ({ group }) => group.name },
  agentversion: { kind: 'text', of: () => AGENT_VERSIONS.v12, also: () => AGENT_VERSIONS.v13 },
  agentstatus: { kind: 'text', of: () => AGENT_STATUS },
  osversion: { kind: 'text', of: systemOf },
  ipaddress: { kind: 'text', of: addressOf },
});
export const managedServers = queryTypeOf(MANAGED_SERVER, ({ world }) => managedServersOf(world), {
  ...ofServer,
  description: { kind: 'text', of: () => '' },
  managedservertype: { kind: 'text', of: ({ type }) => type },
});
export const repositories = queryTypeOf(REPOSITORY, ({ world }) => repositoriesOf(world), {
  ...ofServer,
  capacity: { kind: 'number', of: ({ capacity }) => capacity },
  freespace: { kind: 'number', of: ({ free }) => free },
});

const sessionFields: Fields<SessionRow> = {
  uid: { kind: 'uid', of: sessionId },
  name: { kind: 'text', of: (row) => sessionName(row, 'v12'), also: (row) => sessionName(row, 'v13') },
  jobuid: { kind: 'uid', of: sessionJobId },
  jobname: { kind: 'text', of: sessionJobName },
  jobtype: { kind: 'text', of: sessionJobType, words: SESSION_TYPES },
  creationtime: { kind: 'time', of: (row) => row.start },
  endtime: { kind: 'time', of: (row) => row.end },
  state: { kind: 'text', of: sessionState, words: SESSION_STATES, past: 'Stopped' },
  result: { kind: 'text', of: (row) => resultWord(row.result), words: RESULT_WORDS },
  progress: { kind: 'number', of: (row) => row.progress, past: 100 },
  isretry: { kind: 'text', of: (row) => String(row.isRetry), words: ['true', 'false'] },
  backupserveruid: { kind: 'uid', of: (row) => row.job.server.id },
  backupservername: { kind: 'text', of: (row) => row.job.server.name },
};

export const backupSessions = sessionType(BACKUP_SESSION, 'sessions', sessionFields);
/** The runs of agent jobs and their children. */
export const agentSessions = sessionType(BACKUP_SESSION, 'agent-sessions', sessionFields);
/** The runs of agent jobs, without their children. */
export const agentRuns = sessionType(BACKUP_SESSION, 'agent-runs', sessionFields);

const taskSessionFields: Fields<SessionRow> = {
  uid: { kind: 'uid', of: taskSessionId },
  name: { kind: 'text', of: (row) => taskSessionName(row, 'v12'), also: (row) => taskSessionName(row, 'v13') },
  jobsessionuid: { kind: 'uid', of: (row) => row.run.id, also: (row) => sessionId(childOf(row)) },
  vmdisplayname: { kind: 'text', of: machineOf },
  creationtime: { kind: 'time', of: (row) => row.start },
  endtime: { kind: 'time', of: (row) => row.end },
  state: { kind: 'text', of: taskSessionState, words: TASK_STATES, past: 'Completed' },
  result: { kind: 'text', of: (row) => resultWord(row.result), words: RESULT_WORDS },
  reason: { kind: 'text', of: reasonOf },
  totalsize: { kind: 'number', of: totalSizeOf },
  jobuid: { kind: 'uid', of: ({ job }) => job.id },
  jobname: { kind: 'text', of: ({ job }) => job.name },
  backupserveruid: { kind: 'uid', of: ({ job }) => job.server.id },
  backupservername: { kind: 'text', of: ({ job }) => job.server.name },
};

export const taskSessions = sessionType(TASK_SESSION, 'machines', taskSessionFields);
/** Task sessions where they hang on the children of runs alone. */
const childTaskSessions = sessionType(CHILD_TASK_SESSION, 'machines', {
  ...taskSessionFields,
  jobsessionuid: { kind: 'uid', of: (row) => sessionId(childOf(row)) },
});

/** Task sessions as a server has them. */
export function taskSessionsOf({ taskSessionsOn }: Variants): NamedType<SessionRow> {
  return taskSessionsOn === 'children' ? childTaskSessions : taskSessions;
}

function sessionType(kind: Kind<SessionRow>, scope: Scope, fields: Fields<SessionRow>): NamedType<SessionRow> {
  return {
    name: kind.type,
    container: kind.plural,
    members: kind.plural,
    fields,
    find: ({ world }, question) => findSessions(world, scope, fields, question),
    entity: (sheet, row) => entityOf(kind, sheet, row),
    reference: (sheet, row) => referenceOf(kind, sheet, row),
  };
}

type TaskRow = { task: Task; state: TaskState };

const taskFields: Fields<TaskRow> = {
  taskid: { kind: 'text', of: ({ task }) => task.id },
  taskuid: { kind: 'text', of: ({ task }) => task.id },
  name: { kind: 'text', of: ({ task }) => task.id },
  operation: { kind: 'text', of: ({ task }) => task.operation },
  state: { kind: 'text', of: ({ state }) => state },
};

export const tasks: QueryType<TaskRow> = {
  name: 'Task',
  container: 'Tasks',
  members: 'Tasks',
  holder: 'Resources',
  fields: taskFields,
  find({ world, tasks: ofSession }, question) {
    const rows = ofSession.all().map((task) => ({ task, state: taskStateAt(task, world.now()) }));
    return findRows(rows, taskFields, ({ task }) => task.id, question);
  },
  entity: (sheet, { task }) => taskEntity(sheet, task),
};
