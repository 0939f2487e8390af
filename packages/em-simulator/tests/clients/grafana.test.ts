import { test } from 'vitest';
import { begin, handClock } from '../begin.ts';
import { type Client, type Reading, replay, type Step, talkAs } from './replay.ts';

/*
 * Source: jorgedlcruz/veeam-enterprise_manager-grafana, veeam_enterprisemanager_influx2.sh: curl and jq for versions up to
 * 12. It makes the token itself, the session's id in base64, and sends it as header and as cookie, with the length of a
 * body that a GET does not have. Each list stands at the root under its own name; `jq` goes on without one that is empty.
 */
const SCRIPT: Client = { name: 'veeam_enterprisemanager_influx2.sh', speaks: 'json' };
const LOGGED_ON = {
  Accept: 'application/json',
  'X-RestSvcSessionId': '{token}',
  Cookie: 'X-RestSvcSessionId={token}',
  'Content-Length': '0',
};
const RESULTS = ['None', 'Success', 'Warning', 'Failed'];

const LISTS: [address: string, reads: Record<string, Reading>][] = [
  [
    '/repositories?format=Entity',
    {
      'Repositories[*].Kind': 'text',
      'Repositories[*].Name': 'text',
      'Repositories[*].Links[0].Name': 'text',
      'Repositories[*].Capacity': 'number',
      'Repositories[*].FreeSpace': 'number',
    },
  ],
  [
    '/backupServers?format=Entity',
    { 'BackupServers[*].Name': 'text', 'BackupServers[*].Port': 'number', 'BackupServers[*].Version': 'text' },
  ],
  [
    '/backupSessions?format=Entity',
    {
      'BackupJobSessions[*].JobUid': 'text',
      'BackupJobSessions[*].JobName': 'text',
      'BackupJobSessions[*].Links[0].Name': 'text',
      'BackupJobSessions[*].JobType': 'text',
      'BackupJobSessions[*].State': 'text',
      'BackupJobSessions[*].Result': RESULTS,
      'BackupJobSessions[*].CreationTimeUTC': 'text',
      'BackupJobSessions[*].EndTimeUTC': 'text or null',
    },
  ],
  [
    '/backupTaskSessions?format=Entity',
    {
      'BackupTaskSessions[*].JobSessionUid': 'text',
      'BackupTaskSessions[*].VmDisplayName': 'text',
      'BackupTaskSessions[*].Links[0].Name': 'text',
      'BackupTaskSessions[*].TotalSize': 'number',
      'BackupTaskSessions[*].State': 'text',
      'BackupTaskSessions[*].Result': RESULTS,
      'BackupTaskSessions[*].CreationTimeUTC': 'text',
      'BackupTaskSessions[*].EndTimeUTC': 'text or null',
    },
  ],
  ['/replicaSessions?format=Entity', { ReplicaJobSessions: 'list' }],
  ['/replicaTaskSessions?format=Entity', { ReplicaTaskSessions: 'list' }],
  [
    '/agents/discoveredComputers?format=Entity',
    {
      'DiscoveredComputers[*].UID': 'text',
      'DiscoveredComputers[*].Name': 'text',
      'DiscoveredComputers[*].Links[0].Name': 'text',
      'DiscoveredComputers[*].HostStatus': ['Online', 'Offline'],
      'DiscoveredComputers[*].AgentStatus': 'text',
      'DiscoveredComputers[*].AgentVersion': 'text',
      'DiscoveredComputers[*].OsVersion': 'text',
    },
  ],
  ['/nas/jobs?format=Entity', { NASJobs: 'list' }],
  ['/nas/backupSessions?format=Entity', { BackupJobSessions: 'list' }],
];

test('a shell script that makes the token itself reads every list', async () => {
  const clock = handClock();
  const talk = talkAs(SCRIPT, await begin({ jobs: 4, clock }), clock);
  await talk.run({
    ask: 'POST /api/sessionMngr/?v=latest',
    headers: { Authorization: 'Basic {basic}', 'Content-Length': '0', Accept: 'application/json' },
    status: 201,
    take: { id: 'SessionId' },
  });
  talk.taken.token = Buffer.from(talk.taken.id ?? '').toString('base64');
  const steps = LISTS.map(([address, reads]): Step => ({ ask: `GET /api${address}`, headers: LOGGED_ON, reads }));
  await replay(talk, steps);
});
