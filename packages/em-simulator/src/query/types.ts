import { jobEntity, jobReference } from '#resources/agent-job.ts';
import { serverEntity, serverReference } from '#resources/backup-server.ts';
import {
  resultWord,
  type SessionRow,
  sessionEntity,
  sessionJobId,
  sessionJobName,
  sessionJobType,
  sessionName,
  sessionReference,
  sessionState,
} from '#resources/backup-session.ts';
import { taskEntity, taskReference } from '#resources/task.ts';
import {
  type TaskSessionRow,
  taskSessionEntity,
  taskSessionName,
  taskSessionReference,
  taskSessionState,
  totalSizeOf,
} from '#resources/task-session.ts';
import { type Task, taskStateAt } from '#session/tasks.ts';
import type { BackupServer, Job } from '#world/records.ts';
import type { QueryType } from './query-type.ts';
import { sessionRows, taskRows } from './rows.ts';

export const AGENT_JOB: QueryType<Job> = {
  name: 'AgentBackupJob',
  container: 'AgentBackupJob',
  members: 'AgentBackupJobs',
  fields: {
    uid: { kind: 'uid', of: (job) => job.id },
    name: { kind: 'text', of: (job) => job.name },
    jobtype: { kind: 'text', of: () => 'AgentBackup' },
    platform: { kind: 'text', of: (job) => job.platform },
    description: { kind: 'text', of: (job) => job.description },
    scheduleconfigured: { kind: 'text', of: () => 'true' },
    scheduleenabled: { kind: 'text', of: () => 'true' },
    backupserveruid: { kind: 'uid', of: (job) => job.server.id },
    backupservername: { kind: 'text', of: (job) => job.server.name },
  },
  rows: ({ world }) => [...world.jobs.values()],
  id: (job) => job.id,
  entity: jobEntity,
  reference: jobReference,
};

export const BACKUP_SESSION: QueryType<SessionRow> = {
  name: 'BackupJobSession',
  container: 'BackupJobSessions',
  members: 'BackupJobSessions',
  fields: {
    uid: { kind: 'uid', of: (row) => row.id },
    name: { kind: 'text', of: sessionName },
    jobuid: { kind: 'uid', of: sessionJobId },
    jobname: { kind: 'text', of: sessionJobName },
    jobtype: { kind: 'text', of: sessionJobType },
    creationtime: { kind: 'time', of: (row) => row.start },
    endtime: { kind: 'time', of: (row) => row.moment.end },
    state: { kind: 'text', of: (row) => sessionState(row.moment) },
    result: { kind: 'text', of: (row) => resultWord(row.moment.result) },
    progress: { kind: 'number', of: (row) => row.moment.progress },
    isretry: { kind: 'text', of: (row) => String(row.run.isRetry) },
    backupserveruid: { kind: 'uid', of: (row) => row.job.server.id },
    backupservername: { kind: 'text', of: (row) => row.job.server.name },
  },
  rows: sessionRows,
  id: (row) => row.id,
  entity: sessionEntity,
  reference: sessionReference,
};

export const TASK_SESSION: QueryType<TaskSessionRow> = {
  name: 'BackupTaskSession',
  container: 'BackupTaskSessions',
  members: 'BackupTaskSessions',
  fields: {
    uid: { kind: 'uid', of: (row) => row.id },
    name: { kind: 'text', of: taskSessionName },
    jobsessionuid: { kind: 'uid', of: (row) => row.run.id },
    vmdisplayname: { kind: 'text', of: (row) => row.machine },
    creationtime: { kind: 'time', of: (row) => row.start },
    endtime: { kind: 'time', of: (row) => row.moment.end },
    state: { kind: 'text', of: (row) => taskSessionState(row.moment) },
    result: { kind: 'text', of: (row) => resultWord(row.moment.result) },
    reason: { kind: 'text', of: (row) => row.reason },
    totalsize: { kind: 'number', of: totalSizeOf },
  },
  rows: taskRows,
  id: (row) => row.id,
  entity: taskSessionEntity,
  reference: taskSessionReference,
};

export const TASK: QueryType<Task> = {
  name: 'Task',
  container: 'Tasks',
  members: 'Tasks',
  fields: {
    taskid: { kind: 'text', of: (task) => task.id },
    operation: { kind: 'text', of: (task) => task.operation },
    state: { kind: 'text', of: (task) => taskStateAt(task, task.createdAt) },
  },
  rows: ({ tasks }) => tasks.all(),
  id: (task) => task.id,
  entity: taskEntity,
  reference: taskReference,
};

export const BACKUP_SERVER: QueryType<BackupServer> = {
  name: 'BackupServer',
  container: 'BackupServers',
  members: 'BackupServers',
  fields: {
    uid: { kind: 'uid', of: (server) => server.id },
    name: { kind: 'text', of: (server) => server.name },
  },
  rows: ({ world }) => world.servers,
  id: (server) => server.id,
  entity: serverEntity,
  reference: serverReference,
};
