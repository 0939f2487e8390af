import { expect, test } from 'vitest';
import { isAllowed } from './allowed.ts';

const id = '78c3919c-54d7-43fe-b047-485d3566f11f';

function allowed(address: string): boolean {
  const [path = '', query = ''] = address.split('?');
  return isAllowed(path, new URLSearchParams(query));
}

test.each([
  '/agents/jobs',
  `/agents/jobs/${id}?format=Entity`,
  `/agents/jobs/${id}/backupSessions`,
  `/backupSessions/${id}/taskSessions?format=Entity`,
  '/query?type=BackupJobSession&format=Entities',
  '/backupServers',
  '/query?Type=agentbackupjob',
  '/tasks',
  '/tasks/task-12',
  `/jobs/${id}/backupSessions`,
  '/repositories?format=Entity',
  '/reports/summary/overview',
  `/agents/protectionGroups/${id}/discoveredComputers`,
  '/cloud/tenants',
  `/vmRestorePoints/${id}?format=Entity`,
  `/backups/urn:veeam:Backup:${id}/restorePoints`,
  '/query?type=Repository',
  '/query?type=ReplicaTaskSession',
])('%s is passed on', (address) => {
  expect(allowed(address)).toBe(true);
});

test.each([
  '/',
  '/logonSessions',
  '/sessionMngr/',
  '/security/accounts',
  '/credentials',
  `/cloud/tenants/${id}/Credentials`,
  `/vmRestorePoints/${id}/mounts/1/C:`,
  `/vmRestorePoints/${id}/guestfs`,
  `/vmRestorePoints/${id}/GuestFs/C:`,
  `/backupServers/${id}/security/roles`,
  '/jobs/a/b/c/d/e/f/g',
  '/query/accounts?type=AgentBackupJob',
  '/query?type=Credentials',
  '/query?type=Agent%42ackupJob%00',
  '/query',
  '/query?format=Entities',
  '/query?type=EnterpriseAccount',
  '/query?type=AgentBackupJob&type=EnterpriseAccount',
  '/query?type=AgentBackupJob&TYPE=EnterpriseAccount',
  '/query?type=AgentBackupJob&ty%70e=EnterpriseAccount',
  '/query?type=LogonSession',
  '/Agents/jobs',
  '/agents/jobs/',
  '//agents/jobs',
  '/agents//jobs',
  '/agents/./jobs',
  '/agents/../security/accounts',
  '/agents/%2e%2e/security',
  '/agents%2fjobs',
  '/agents/jobs%00',
  '/agents/jobs;x=1',
  '/agents/jobs\\..',
  'https://elsewhere.example/agents/jobs',
])('%s is not passed on', (address) => {
  expect(allowed(address)).toBe(false);
});
