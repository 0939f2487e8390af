import { checkedGuid } from './addresses.ts';
import type { Connection } from './connection.ts';
import type { EnterpriseManager } from './enterprise-manager.ts';
import { readList, readListPage } from './lists.ts';
import {
  readMachineResultsDeeply,
  readMachineResultsOf,
  readMachineResultsOfChildren,
} from './machine-result-reader.ts';
import { readNewestResults } from './newest-results.ts';
import { readOne } from './one-record.ts';
import { countOf } from './query/count.ts';
import type { AgentJob } from './records.ts';
import { agentJobOf } from './resources/agent-job.ts';
import { backupServerOf } from './resources/backup-server.ts';
import { discoveredComputerOf } from './resources/discovered-computer.ts';
import { runOf } from './resources/run.ts';
import { createRunReader, runAsOf } from './run-reader.ts';
import type { XmlNode } from './xml/tree.ts';

type Reads = Pick<
  EnterpriseManager,
  | 'agentJobs'
  | 'agentJobCount'
  | 'agentJob'
  | 'backupServers'
  | 'discoveredComputers'
  | 'runs'
  | 'runCount'
  | 'run'
  | 'machineResults'
  | 'machineResultsOfChildren'
  | 'machineResultsOf'
  | 'newestResultsOf'
>;

/** Made anew from text: pieces cut out of an answer would keep the whole answer in memory, and a list has a hundred of them. */
function detached<Item>(record: Item): Item {
  return JSON.parse(JSON.stringify(record));
}

const { compare: compareNames } = new Intl.Collator('en', { numeric: true });

/** Everything that is only read: jobs, servers, runs and machine results. */
export function readsOf(connection: Connection, pageSize: number): Reads {
  const runReader = createRunReader(connection, pageSize);
  const allJobs = {
    path: '/query?type=AgentBackupJob&format=Entities&sortAsc=Name',
    kind: 'AgentBackupJob',
    toRecord: (node: XmlNode) => detached(agentJobOf(node)),
    factsOfForeign: ({ id, name }: AgentJob) => ({ id, name }),
  };
  return {
    agentJobs: async (onUnreadable) => {
      const jobs = await readList(connection, { ...allJobs, pageSize }, onUnreadable);
      return jobs.sort((a, b) => compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1));
    },
    agentJobCount: async () =>
      countOf(await readListPage(connection, { ...allJobs, pageSize: 1, counting: true }, 1), () => true),
    agentJob: async (id) =>
      await readOne(connection, `/agents/jobs/${checkedGuid(id)}?format=Entity`, 'AgentBackupJob', agentJobOf),
    backupServers: async (onUnreadable) => {
      const path = '/backupServers?format=Entity';
      const request = { path, kind: 'BackupServer', toRecord: backupServerOf, pageSize };
      return await readList(connection, request, onUnreadable);
    },
    discoveredComputers: async (onUnreadable) => {
      // Paging is documented for queries alone, and an organisation may have tens of thousands of them.
      const path = '/query?type=DiscoveredComputer&format=Entities&sortAsc=Name';
      const toRecord = (node: XmlNode) => detached(discoveredComputerOf(node));
      const probing = { ...connection, read: (address: string) => connection.probe(address) };
      return await readList(probing, { path, kind: 'DiscoveredComputer', toRecord, pageSize }, onUnreadable);
    },
    runs: async (filter, onUnreadable) => {
      const { jobId } = filter;
      return await runReader.runs(
        jobId === undefined ? filter : { ...filter, jobId: checkedGuid(jobId) },
        onUnreadable,
      );
    },
    runCount: async (filter) => await runReader.count(filter),
    run: async (id) => {
      const path = `/backupSessions/${checkedGuid(id)}?format=Entity`;
      return runAsOf(await readOne(connection, path, 'BackupJobSession', runOf), connection.now());
    },
    machineResults: async (runId) => await readMachineResultsDeeply(connection, checkedGuid(runId), pageSize),
    machineResultsOfChildren: async (runId) =>
      await readMachineResultsOfChildren(connection, checkedGuid(runId), pageSize),
    machineResultsOf: async (runIds, onRefused) =>
      await readMachineResultsOf(connection, runIds.map(checkedGuid), pageSize, onRefused),
    newestResultsOf: async (machines) => await readNewestResults(connection, machines, pageSize),
  };
}
