import { expect, test } from 'vitest';
import { begin, handClock } from '../begin.ts';
import { type Client, type Step, talkAs } from './replay.ts';

/*
 * Source: VeeamHub/veeam-postman, postman_for_enterprise_manager/Veeam_Enterprise_Manager.postman_collection.json: the folder
 * Agents, and the requests that log on and off. Logon: 201, X-RestSvcSessionId, Location whose last part is the session's
 * id; no Accept but Postman's own. The requests in the order in which they can be sent by hand.
 */
const POSTMAN: Client = { name: 'Postman collection', speaks: 'xml' };
const PLAIN = { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'PostmanRuntime/7.43.0' };
const LOGGED_ON = { ...PLAIN, 'X-RestSvcSessionId': '{token}' };

const LOGON: Step = {
  ask: 'POST /api/sessionMngr/?v=v1_4',
  headers: { ...PLAIN, Authorization: 'Basic {basic}', 'Content-Length': '0' },
  status: 201,
  take: { token: 'header X-RestSvcSessionId', location: 'header Location' },
};

/** Name in the collection, request, status, and the root of the answer. */
const CALLS: [name: string, ask: string, status: number, root: string][] = [
  ['Agents Get Agents', 'GET /api/agents', 200, 'Agents'],
  ['Agents Get Jobs', 'GET /api/agents/jobs', 200, 'EntityReferences'],
  ['Agents Get Job', 'GET /api/agents/jobs/{job}?format=Entity', 200, 'AgentBackupJob'],
  ['Agents Get Job Includes', 'GET /api/agents/jobs/{job}/includes', 200, 'ObjectsInAgentBackupJob'],
  [
    'Agents Get Job Backup Sessions',
    'GET /api/agents/jobs/{job}/backupSessions?format=Entity',
    200,
    'BackupJobSessions',
  ],
  ['Agents Get Backup Sessions', 'GET /api/agents/backupSessions?format=Entity', 200, 'BackupJobSessions'],
  ['Agents Get Discovered Computers', 'GET /api/agents/discoveredComputers?format=Entity', 200, 'DiscoveredComputers'],
  [
    'Agents Get Discovered Computer',
    'GET /api/agents/discoveredComputers/{computer}?format=Entity',
    200,
    'DiscoveredComputer',
  ],
  ['Agents Get Protection Groups', 'GET /api/agents/protectionGroups?format=Entity', 200, 'AgentProtectionGroups'],
  [
    'Agents Get Protection Group',
    'GET /api/agents/protectionGroups/{group}?format=Entity',
    200,
    'AgentProtectionGroup',
  ],
  [
    'Agents Get Protection Group Discovered Computers',
    'GET /api/agents/protectionGroups/{group}/discoveredComputers?format=Entity',
    200,
    'DiscoveredComputers',
  ],
  ['Agents Retry Agent Job', 'POST /api/agents/jobs/{job}?action=retry', 202, 'Task'],
  ['Agents Stop Agent Job', 'POST /api/agents/jobs/{job}?action=stop', 202, 'Task'],
  ['Agents Start Agent Job', 'POST /api/agents/jobs/{job}?action=start', 202, 'Task'],
];

/** Further requests of the folder, which the simulator does not play. */
const NOT_PLAYED = [
  'POST /api/agents/jobs/{job}?action=toggleScheduleEnabled',
  'GET /api/agents/agentRestorePoints?format=Entity',
  'GET /api/agents/agentRestorePoints/{job}?format=Entity',
  'GET /api/agents/agentRestorePoints/{job}/mounts',
  'GET /api/agents/backups?format=Entity',
  'GET /api/agents/backupFiles?format=Entity',
  'GET /api/agents/restorePoints?format=Entity',
];

test.each(['v12', 'v13'] as const)("the calls of Veeam's Postman collection for agents work on %s", async (flavour) => {
  const clock = handClock();
  const em = await begin({ jobs: 2, flavour, clock });
  const job = em.world.addJob({ name: 'Failed', machines: ['m'], last: 'failed', outcome: 'success' });
  const talk = talkAs(POSTMAN, em, clock, { job: job.id });
  clock.at += 60_000;
  await talk.run({ ask: 'GET /api/', headers: PLAIN });
  await talk.run(LOGON);
  for (const [name, ask, status, root] of CALLS) {
    await talk.run({ ask, headers: LOGGED_ON, status });
    expect([name, ...talk.found('local-name(/*)')]).toEqual([name, root]);
    if (root === 'DiscoveredComputers') talk.taken.computer = idOf(talk.found('//e:DiscoveredComputer/@UID'));
    if (root === 'AgentProtectionGroups') talk.taken.group = idOf(talk.found('//e:AgentProtectionGroup/@UID'));
    // A person who sends these one after the other waits for the task before.
    if (root === 'Task') clock.at += 10_000;
  }
  for (const ask of NOT_PLAYED) await talk.run({ ask, headers: LOGGED_ON, status: 501 });
  talk.taken.session = talk.taken.location?.split('/').at(-1) ?? '';
  await talk.run({ ask: 'DELETE /api/logonSessions/{session}', headers: LOGGED_ON, status: 204 });
});

function idOf([uid = '']: string[]): string {
  return uid.split(':').at(-1) ?? '';
}
