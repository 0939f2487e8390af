import { checkedGuid } from './addresses.ts';
import type { Connection } from './connection.ts';
import type { EnterpriseManager } from './enterprise-manager.ts';
import { readList } from './lists.ts';
import { readMachineResults, readMachineResultsOf } from './machine-result-reader.ts';
import { readOne } from './one-record.ts';
import { agentJobOf } from './resources/agent-job.ts';
import { backupServerOf } from './resources/backup-server.ts';
import { runOf } from './resources/run.ts';
import { createRunReader } from './run-reader.ts';

type Reads = Pick<
  EnterpriseManager,
  'agentJobs' | 'agentJob' | 'backupServers' | 'runs' | 'run' | 'machineResults' | 'machineResultsOf'
>;

const { compare: compareNames } = new Intl.Collator('en', { numeric: true });

/** What is only looked at: jobs, servers, runs and machine results. */
export function readsOf(connection: Connection, pageSize: number): Reads {
  const readRuns = createRunReader(connection, pageSize);
  return {
    agentJobs: async () => {
      const path = '/query?type=AgentBackupJob&format=Entities&sortAsc=Name';
      const jobs = await readList(connection, { path, kind: 'AgentBackupJob', toRecord: agentJobOf, pageSize });
      return jobs.sort((a, b) => compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1));
    },
    agentJob: async (id) =>
      await readOne(connection, `/agents/jobs/${checkedGuid(id)}?format=Entity`, 'AgentBackupJob', agentJobOf),
    backupServers: async () => {
      const path = '/backupServers?format=Entity';
      return await readList(connection, { path, kind: 'BackupServer', toRecord: backupServerOf, pageSize });
    },
    runs: async (filter) =>
      await readRuns(filter.jobId === undefined ? filter : { ...filter, jobId: checkedGuid(filter.jobId) }),
    run: async (id) =>
      await readOne(connection, `/backupSessions/${checkedGuid(id)}?format=Entity`, 'BackupJobSession', runOf),
    machineResults: async (runId) => await readMachineResults(connection, checkedGuid(runId), pageSize),
    machineResultsOf: async (runIds) => await readMachineResultsOf(connection, runIds.map(checkedGuid), pageSize),
  };
}
