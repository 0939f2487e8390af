import type { Agent } from 'node:http';
import type { EmError } from './errors/em-error.ts';
import type {
  Account,
  AgentJob,
  BackupServer,
  DiscoveredComputer,
  EmTask,
  Guid,
  Instant,
  MachineResult,
  Run,
  TaskMark,
  TaskRef,
  UnreadableElement,
} from './records.ts';
import type { Mask } from './transport/mask.ts';

/** How the server's certificate is checked. `insecure` is a loud, explicit choice of the administrator. */
export type TlsTrust =
  | { kind: 'system' }
  | { kind: 'ca'; pem: string }
  /** SHA-256 of the server's certificate, hex with or without colons. */
  | { kind: 'fingerprint'; sha256: string }
  | { kind: 'insecure' };

export type EnterpriseManagerOptions = {
  /** `https://em:9398`; with or without a trailing `/api`. */
  url: string;
  /** `DOMAIN\user`, `HOST\user` or `user@domain`. */
  username: string;
  /** A function is asked again before each logon, so that a new password is taken up without a restart. */
  password: string | (() => string);
  tls: TlsTrust;
  /** Counts the tries of the password; without it they are counted in memory, for this client alone. */
  logonTries?: LogonTries;
  /** Total milliseconds of one exchange; 15 000 and 30 000. */
  readDeadlineMs?: number;
  actionDeadlineMs?: number;
  /** Bytes of one answer; 16 MiB. */
  maxAnswerBytes?: number;
  /** Entities asked for in one page; see docs/decisions. */
  pageSize?: number;
  /** Our own clock, which shows dates that cannot be true yet; the system's unless given. */
  now?: () => Instant;
  /** Send an action again after a 401 that proves it was not carried out. Off: the caller decides. */
  resendAfterProvenRefusal?: boolean;
  /** Receives logons, retries of reads, breaker changes; never of secrets. */
  onEvent?: (event: EmEvent) => void;
  /** Receives the end of the certificate that Enterprise Manager shows, with each connection over TLS. */
  onCertificate?: (endsAt: Instant) => void;
};

/**
 * Counts how often a password of the service account has been tried in vain, so that nobody's wrong setting locks the account.
 * The count is kept for all processes and beyond their end; the password itself is never to be kept.
 */
export type LogonTries = {
  /** Takes one try before the password is sent. Rejects where the number left is not known: then it is not sent. */
  take(password: string): Promise<LogonTry | NoTryLeft>;
};

/** A try that was taken; one of these is called when it is over. None rejects. */
export type LogonTry = {
  kind: 'taken';
  /** The password is right: nothing is held against it any more. */
  accepted(): Promise<void>;
  /** The password was refused: the try is used up. */
  refused(): Promise<void>;
  /** Nobody has judged the password: the try is given back. */
  unjudged(): Promise<void>;
};

/** `used-up`: refused so often that it is never tried again. `busy`: tries whose end is not known, for at most so long (ms). */
export type NoTryLeft = { kind: 'used-up' } | { kind: 'busy'; forMs: number };

export type EmEvent =
  | { event: 'logged-on' | 'logged-off' | 'session-lost'; logonId: string }
  | { event: 'read-again'; call: string; attempt: number; why: string }
  | { event: 'exchange'; call: string; status: number | null; ms: number; bytes: number }
  | { event: 'breaker'; state: 'open' | 'half-open' | 'closed' };

/** Which runs to read. Several conditions are ANDed. Results come newest first. */
export type RunFilter = {
  jobId?: Guid;
  /** Created at or after this moment of EM's clock. */
  createdSince?: Instant;
  /** Created before this moment of EM's clock. */
  createdBefore?: Instant;
  /** Ended at or after this moment of EM's clock. */
  endedSince?: Instant;
  /** Only runs that are not over (`State!=Stopped`). */
  unfinished?: boolean;
  /** At most so many, newest first: stops paging early. */
  limit?: number;
};

/** Runs can be counted by when they were created or ended. */
export type RunCountFilter = Pick<RunFilter, 'createdSince' | 'createdBefore' | 'endedSince'>;

/** Receives elements of a list that cannot be read. Without it one of them makes the whole list `unreadable`. */
export type OnUnreadable = (element: UnreadableElement) => void;

/** The rights of a person's own account in Enterprise Manager. */
export type AccountCheck = {
  /** The name EM itself gives back (`TECH\anna`). */
  user: string;
  /** operator: may use agent jobs (Portal Administrator). viewer: may log on and read sessions, but not agent jobs. none: neither. */
  may: 'operator' | 'viewer' | 'none';
};

/** Where a proxy sends reads, over which connections, and the header that carries the held session (a secret). */
export type ProxyAccess = {
  target: string;
  agent: Agent;
  headers: Record<string, string>;
  logonId: string;
  /** Cuts our secrets out of an answer, before anybody reads it. */
  mask: Pick<Mask, 'answer'>;
};

/**
 * Enterprise Manager as an object. One logon session, made on first need, renewed once for all callers when EM has
 * dropped it. Every call throws EmError and nothing else. Reads are tried again at most twice; actions never.
 */
export type EnterpriseManager = {
  /** Host and port, for messages to people. */
  readonly host: string;
  /** The later of our clock and Enterprise Manager's own: what is dated behind it has a wrong date. */
  now(): Instant;
  /** The logon session held now, by our own name for it; null before the first logon and after a loss. */
  readonly logonId: string | null;
  /** The time on Enterprise Manager's own clock, by the Date header of its answers; null before the first one. */
  serverNow(): Instant | null;

  /** All agent jobs, every page. Error `refused` 403 when the account is no Portal Administrator. */
  agentJobs(onUnreadable?: OnUnreadable): Promise<AgentJob[]>;
  /** How many there are, in one request; null where the server does not report it reliably. */
  agentJobCount(): Promise<number | null>;
  agentJob(id: Guid): Promise<AgentJob>;
  backupServers(onUnreadable?: OnUnreadable): Promise<BackupServer[]>;
  /** The computers of all protection groups, every page; a failure is no sign that the server is down. */
  discoveredComputers(onUnreadable?: OnUnreadable): Promise<DiscoveredComputer[]>;
  /** Runs of jobs (JobType AgentBackup), newest first (`newestFirst`), every page; children of machines are left out. */
  runs(filter: RunFilter, onUnreadable?: OnUnreadable): Promise<Run[]>;
  /** How many there are, in one request; null where the server does not report it reliably: then they have to be read. */
  runCount(filter: RunCountFilter): Promise<number | null>;
  run(id: Guid): Promise<Run>;
  /**
   * Machine results of a run by its address, and where none hang there by its children; null where there are none either:
   * its machines are unknown.
   */
  machineResults(runId: Guid): Promise<MachineResult[] | null>;
  /**
   * Machine results of a run by its children alone (`agentManagementSessions`; reference 13.1, GET /agents/backupSessions), for
   * reasons that the run's own results do not give: those of the children, or else the FailureMessage of a child. A machine of
   * which nothing can be read is unknown.
   */
  machineResultsOfChildren(runId: Guid): Promise<MachineResult[]>;
  /**
   * Machine results of several runs in few requests (`JobSessionUid==a,JobSessionUid==b`); an empty list for a run that has
   * none there. A run whose results Enterprise Manager cannot give is missing, and keeps none of the others from theirs; the
   * same goes, where there is an `onRefused`, for one whose results never come while other questions are answered.
   * Error where it gives those of none, though several were asked for.
   */
  machineResultsOf(
    runIds: readonly Guid[],
    onRefused?: (runId: Guid, error: EmError) => void,
  ): Promise<Map<Guid, MachineResult[]>>;
  /**
   * The newest results of machines of these names, of any job, as far as one page holds them; `isWhole` where there are no
   * more. In one request (`VmDisplayName==a,VmDisplayName==b`; reference 13.1, GET /query?type=BackupTaskSession, which reaches
   * back thirty days): names of some 1 500 characters together at most. Error `unreadable` where other machines are listed.
   */
  newestResultsOf(machines: readonly string[]): Promise<{ results: MachineResult[]; isWhole: boolean }>;

  /** POST /agents/jobs/{id}?action=retry, exactly once. Resolves with the task of a 202. */
  retry(jobId: Guid): Promise<EmTask>;
  /** POST /agents/jobs/{id}?action=stop, exactly once. */
  stop(jobId: Guid): Promise<EmTask>;
  /** POST /backupServers/{id}?action=collect, exactly once. The finished tasks of earlier collections are deleted. */
  collect(backupServerId: Guid): Promise<EmTask>;
  /** The task; error `session-lost` where the logon session that made it is not the one held now. */
  task(ref: TaskRef): Promise<EmTask>;
  /** Those of these tasks that Enterprise Manager shows, in few requests; that one is not among them proves nothing. */
  tasksById(refs: readonly TaskRef[]): Promise<EmTask[]>;
  /** How far the tasks of the logon session held now have been counted, in one request however many there are; null where Enterprise Manager does not report it. */
  markTasks(): Promise<TaskMark | null>;
  /**
   * All retries of jobs that the logon session of the mark has begun after it; error `session-lost` as in `task`.
   * `onUnsure` receives tasks that may be such retries and cannot be read as one: that none is found proves nothing then.
   */
  retryTasksAfter(mark: TaskMark, onUnsure: OnUnreadable): Promise<EmTask[]>;
  /** DELETE /tasks/{id}; error `session-lost` as in `task`. */
  endTask(ref: TaskRef): Promise<void>;

  /** Log a person on with their own name and password, see what they may do, log them off. Error `credentials` when refused. */
  checkAccount(username: string, password: string): Promise<AccountCheck>;
  /** Accounts and groups with a role; members of a group are not listed by name. Portal Administrators only. */
  accounts(onUnreadable?: OnUnreadable): Promise<Account[]>;
  /** Names of the roles of a listed account, as Enterprise Manager writes them: `Portal Administrator`. */
  rolesOfAccount(id: Guid): Promise<string[]>;
  /** All that a proxy needs to pass reads on through the held session. */
  proxy(): Promise<ProxyAccess>;
  /** A proxied read was answered 401: the logon session is gone and is renewed with the next need. */
  proxyLost(logonId: string): void;

  /** From the next call on the server's certificate is checked by this trust; what is on its way ends as it began. */
  renewTrust(tls: TlsTrust): void;
  /** Log on now if not yet; resolves when a session is held. */
  open(): Promise<void>;
  /** Log off and end all connections; further calls fail. Never throws for a server that does not answer. */
  close(): Promise<void>;
};
