/** Milliseconds since 1970-01-01 UTC. */
export type Instant = number;

/** A GUID in lower case, taken out of a UID, an Href or an attribute; the one key that joins EM's records. */
export type Guid = string;

/**
 * An element of a list that cannot be read as a record, with what can be read of it all the same. `createdAt` of a run is
 * where it stands in the list, where its own cannot be read: it began then or before.
 */
export type UnreadableElement = {
  id: Guid | null;
  name: string | null;
  jobId: Guid | null;
  createdAt: Instant | null;
  isOver: boolean;
  /** As half a sentence. */
  why: string;
  /** The call that brought it. */
  call: string;
};

/** A backup server as Enterprise Manager lists it. */
export type BackupServer = { id: Guid; name: string };

/**
 * A computer of a protection group. `agentStatus`: Enterprise Manager's word for the agent on it (`Installed`, `NotInstalled`,
 * `UnsupportedOs`, `Failed`, `Exclude`; reference 13.1, GET /agents/discoveredComputers/{ID}).
 */
export type DiscoveredComputer = {
  id: Guid;
  name: string;
  protectionGroup: string | null;
  backupServer: string | null;
  agentStatus: string | null;
};

/** An account or group that has a role in Enterprise Manager, by the name it was added under. */
export type Account = { id: Guid; name: string };

/** When a job starts by itself. Weekdays count from Sunday, months from January, both from 0. */
export type JobSchedule =
  | ({ kind: 'daily'; weekdays: readonly number[] } & LocalStart)
  | ({
      kind: 'monthly';
      months: readonly number[];
      on: { day: number } | { week: number | 'last'; weekday: number };
    } & LocalStart)
  | { kind: 'periodic'; everyMinutes: number }
  | { kind: 'continuous' }
  | { kind: 'chained'; after: Guid | null };

/** A time of day at the backup server: its minute, and how many minutes its clock is before UTC at this time of the year. */
type LocalStart = { minute: number; offsetMinutes: number };

/** A Veeam Agent backup job. It has no last result, which comes from its runs (reference 13.0, GET /agents/jobs/{ID}). */
export type AgentJob = {
  id: Guid;
  name: string;
  platform: 'windows' | 'linux' | 'other';
  platformText: string;
  description: string | null;
  backupServer: { id: Guid | null; name: string } | null;
  scheduleConfigured: boolean | null;
  scheduleEnabled: boolean | null;
  nextRunAt: Instant | null;
  /** Null where it has none, and where it cannot be understood. */
  schedule: JobSchedule | null;
  /** Veeam's own automatic retry: how often and after how many minutes; null where it is off or not given. */
  automaticRetry: { times: number; waitMinutes: number } | null;
};

/** State and result keep EM's own word beside ours; `unknown` is a word we have not seen. */
export type RunState = 'starting' | 'working' | 'pausing' | 'resuming' | 'stopping' | 'stopped' | 'unknown';
export type Result = 'none' | 'success' | 'warning' | 'failed' | 'unknown';

/** One session. `job`: a run of a job. `machine`: the child session of one machine, with another job id. */
export type Run = {
  id: Guid;
  jobId: Guid;
  jobName: string;
  kind: 'job' | 'machine' | 'other';
  parentId: Guid | null;
  createdAt: Instant;
  endedAt: Instant | null;
  state: RunState;
  stateText: string;
  result: Result;
  resultText: string;
  /** Percent. */
  progress: number | null;
  failureMessage: string | null;
  isRetry: boolean;
};

/** The result of one machine in a run (a task session). */
export type MachineResult = {
  id: Guid;
  runId: Guid;
  machine: string;
  startedAt: Instant | null;
  endedAt: Instant | null;
  state: 'pending' | 'running' | 'completed' | 'unknown';
  result: Result;
  resultText: string;
  reason: string | null;
  totalBytes: number | null;
};

/** Where a task can be asked for: EM's task ids are counters of one logon session and start again in the next (reference 13.0, GET /tasks). */
export type TaskRef = {
  taskId: string;
  /** Our own random name for the logon session that made the task; never EM's session id. */
  logonId: string;
};

/**
 * How far the tasks of one logon session have been counted: those after it are newer. `taskId` is null where none is
 * known to have been made.
 */
export type TaskMark = { logonId: string; taskId: string | null };

/** EM's object for an asked operation. Finished with success means triggered, not backed up (reference 13.0, POST /agents/jobs/{ID}?action=retry). */
export type EmTask = {
  ref: TaskRef;
  operation: string;
  state: 'running' | 'operation-finished' | 'finished' | 'unknown';
  stateText: string;
  /** Its result; null until it is finished, and where a finished one has none. */
  result: { success: boolean; message: string | null } | null;
  /** The run a finished task links to, where EM links one. */
  runId: Guid | null;
};
