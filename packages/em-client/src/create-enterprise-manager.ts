import { checkAccount } from './account-check.ts';
import { type Connection, createConnection, documentOf, readable } from './connection.ts';
import type { EnterpriseManager, EnterpriseManagerOptions } from './enterprise-manager.ts';
import { unreadableAnswer } from './errors/answer-error.ts';
import type { CallSite } from './errors/network-error.ts';
import { createGuard } from './guard.ts';
import { readList } from './lists.ts';
import { readMachineResults, readMachineResultsOf } from './machine-result-reader.ts';
import type { EmTask, Guid, TaskRef } from './records.ts';
import { agentJobOf } from './resources/agent-job.ts';
import { backupServerOf } from './resources/backup-server.ts';
import { elements } from './resources/elements.ts';
import { runOf } from './resources/run.ts';
import { isTaskId, taskOf } from './resources/task.ts';
import { createRunReader } from './run-reader.ts';
import { createHeldSession } from './session/held-session.ts';
import { tokenHeader } from './session/logon.ts';
import { createDispatchers } from './transport/dispatcher.ts';
import { callName, createTransport, type ExchangeAnswer } from './transport/exchange.ts';
import { createNodeAgent } from './transport/node-agent.ts';
import type { XmlNode } from './xml/tree.ts';
import { guidIn } from './xml/values.ts';

const { compare: compareNames } = new Intl.Collator('en', { numeric: true });
const defaults = { readDeadlineMs: 15_000, actionDeadlineMs: 30_000, maxAnswerBytes: 16 * 1024 * 1024, pageSize: 100 };

function apiUrl(url: string): URL {
  const base = new URL(url);
  if (!/^https?:$/.test(base.protocol)) throw new TypeError('The address of Enterprise Manager begins with https://.');
  if (base.username || base.password)
    throw new TypeError('No name and password in the address: give them by themselves.');
  base.pathname = `${base.pathname.replace(/\/+$/, '').replace(/\/api$/i, '')}/api`;
  base.search = '';
  base.hash = '';
  return base;
}

/** An id as it goes into an address; anything but a GUID is a fault of the caller, thrown before anything is sent. */
function checked(id: Guid): Guid {
  const guid = guidIn(id);
  if (guid === null || guid.length !== id.length) throw new TypeError(`${JSON.stringify(id)} is no GUID`);
  return guid;
}

/** The address of a task; EM's ids are counters, so anything that could lead elsewhere is a fault of the caller. */
function taskPath({ taskId }: TaskRef): string {
  if (!isTaskId(taskId)) throw new TypeError(`${JSON.stringify(taskId)} is no task id`);
  return `/tasks/${taskId}`;
}

function onlyOne<Item>(
  answer: ExchangeAnswer,
  kind: string,
  site: CallSite,
  toRecord: (node: XmlNode) => Item | null,
): Item {
  const document = documentOf(answer, kind, site);
  const record = readable(site, () => {
    const [node] = elements(document, kind);
    return node ? toRecord(node) : null;
  });
  if (record === null) throw unreadableAnswer(`it holds no ${kind}`, site);
  return record;
}

async function readOne<Item>(
  connection: Connection,
  path: string,
  kind: string,
  toRecord: (node: XmlNode) => Item | null,
  only?: string,
): Promise<Item> {
  const { answer } = await connection.read(path, only);
  const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
  return onlyOne(answer, kind, site, toRecord);
}

async function act(connection: Connection, path: string): Promise<EmTask> {
  const { answer, logonId } = await connection.act('POST', path);
  const site = { host: connection.host, call: callName({ method: 'POST', path }), isAction: true };
  return onlyOne(answer, 'Task', site, (node) => taskOf(node, logonId));
}

/**
 * Opens nothing yet: the first call logs on. All methods throw EmError; a malformed id or URL is a TypeError at once.
 * Facts: the REST reference of Veeam Backup Enterprise Manager, builds 12 to 13.1.
 */
export function createEnterpriseManager(options: EnterpriseManagerOptions): EnterpriseManager {
  const settings = { ...defaults, ...options };
  const onEvent = options.onEvent ?? (() => undefined);
  const { pageSize } = settings;
  const baseUrl = apiUrl(options.url);
  const agent = createNodeAgent(baseUrl.protocol, options.tls);
  const transport = createTransport({
    baseUrl,
    dispatchers: createDispatchers(options.tls, Math.min(10_000, settings.readDeadlineMs, settings.actionDeadlineMs)),
    readDeadlineMs: settings.readDeadlineMs,
    actionDeadlineMs: settings.actionDeadlineMs,
    maxAnswerBytes: settings.maxAnswerBytes,
    onEvent,
  });
  const session = createHeldSession(transport, { username: options.username, password: options.password }, onEvent);
  const guard = createGuard(transport.host, settings.readDeadlineMs, onEvent);
  const resendAfterProvenRefusal = options.resendAfterProvenRefusal ?? false;
  const connection = createConnection({ transport, session, guard, resendAfterProvenRefusal });
  const readRuns = createRunReader(connection, pageSize);

  return {
    host: transport.host,
    get logonId() {
      return session.current()?.logonId ?? null;
    },
    agentJobs: async () => {
      const path = '/query?type=AgentBackupJob&format=Entities&sortAsc=Name';
      const jobs = await readList(connection, { path, kind: 'AgentBackupJob', toRecord: agentJobOf, pageSize });
      return jobs.sort((a, b) => compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1));
    },
    agentJob: async (id) =>
      await readOne(connection, `/agents/jobs/${checked(id)}?format=Entity`, 'AgentBackupJob', agentJobOf),
    backupServers: () =>
      readList(connection, {
        path: '/backupServers?format=Entity',
        kind: 'BackupServer',
        toRecord: backupServerOf,
        pageSize,
      }),
    runs: async (filter) =>
      await readRuns(filter.jobId === undefined ? filter : { ...filter, jobId: checked(filter.jobId) }),
    run: async (id) =>
      await readOne(connection, `/backupSessions/${checked(id)}?format=Entity`, 'BackupJobSession', runOf),
    machineResults: async (runId) => await readMachineResults(connection, checked(runId), pageSize),
    machineResultsOf: async (runIds) => await readMachineResultsOf(connection, runIds.map(checked), pageSize),

    retry: async (jobId) => await act(connection, `/agents/jobs/${checked(jobId)}?action=retry`),
    stop: async (jobId) => await act(connection, `/agents/jobs/${checked(jobId)}?action=stop`),
    collect: async (serverId) => await act(connection, `/backupServers/${checked(serverId)}?action=collect`),
    task: async (ref) =>
      await readOne(connection, taskPath(ref), 'Task', (node) => taskOf(node, ref.logonId), ref.logonId),
    tasks: async () => {
      const found = await readList(connection, {
        path: '/tasks?format=Entity',
        kind: 'Task',
        toRecord: (node, logonId) => {
          const task = taskOf(node, logonId);
          return { id: `${logonId} ${task.ref.taskId}`, task };
        },
        pageSize,
      });
      // A logon session that ended between two pages took its tasks along.
      return found.map(({ task }) => task).filter(({ ref }) => ref.logonId === session.current()?.logonId);
    },
    endTask: async (ref) => {
      await connection.act('DELETE', taskPath(ref), ref.logonId);
    },

    checkAccount: (username, password) =>
      guard.act('POST /api/sessionMngr/', () => checkAccount(transport, username, password)),
    proxy: async () => {
      const logon = await session.need();
      return { target: baseUrl.href, agent, headers: { [tokenHeader]: logon.token }, logonId: logon.logonId };
    },
    proxyLost: (logonId) => {
      const logon = session.current();
      if (logon?.logonId === logonId) session.lost(logon);
    },
    open: async () => {
      await session.need();
    },
    close: async () => {
      await session.close();
      await transport.close();
      agent.destroy();
    },
  };
}
