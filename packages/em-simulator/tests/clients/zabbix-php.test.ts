import { test } from 'vitest';
import { begin, handClock } from '../begin.ts';
import { type Client, replay, type Step, talkAs } from './replay.ts';

/*
 * Source: glukinho, zabbix-veeam-rest 0.2 (PHP): percent-encodes the whole of a query, with its question mark, and cuts
 * three bytes off every answer, where it expects the byte order mark.
 */
const PHP: Client = { name: 'zabbix-veeam-rest', speaks: 'json', cutsMark: true };
const ALWAYS = {
  'Content-Type': 'application/xml; charset=utf-8',
  'Content-Length': '0',
  Accept: 'application/json',
};
const LOGGED_ON = { ...ALWAYS, 'X-RestSvcSessionId': '{token}' };
const SESSION = 'Entities.BackupJobSessions.BackupJobSessions[0]';
const LAST = 'query?type=BackupJobSession&filter=JobName=="{job}"&sortDesc=EndTime&pageSize=1&format=entities';

/** A query as PHP's urlencode writes it. */
function encoded(query: string): string {
  return `GET /api/${encodeURIComponent(query).replaceAll('%20', '+').replaceAll('%7B', '{').replaceAll('%7D', '}')}`;
}

const STEPS: Step[] = [
  {
    ask: 'POST /api/sessionMngr/?v=latest',
    headers: { ...ALWAYS, Authorization: 'Basic {basic}' },
    status: 201,
    take: { token: 'header X-RestSvcSessionId' },
  },
  {
    ask: 'GET /api/repositories?format=Entity',
    headers: LOGGED_ON,
    reads: {
      'Repositories[*].Name': 'text',
      'Repositories[*].Capacity': 'number',
      'Repositories[*].FreeSpace': 'number',
    },
  },
  {
    ask: encoded('query?type=Job&filter=JobType==Backup&format=entities'),
    headers: LOGGED_ON,
    reads: { 'Entities.Jobs.Jobs[*].Name': 'text' },
  },
  {
    ask: encoded('query?type=AgentBackupJob&format=entities'),
    headers: LOGGED_ON,
    reads: { 'Entities.AgentBackupJob.AgentBackupJobs[*].Name': 'text' },
    take: { job: 'Entities.AgentBackupJob.AgentBackupJobs[0].Name' },
  },
  {
    ask: encoded(LAST),
    headers: LOGGED_ON,
    reads: {
      [`${SESSION}.JobName`]: 'text',
      [`${SESSION}.Result`]: ['Success', 'Warning', 'Failed'],
      [`${SESSION}.CreationTimeUTC`]: /^\d{4}-/,
      [`${SESSION}.EndTimeUTC`]: /^\d{4}-/,
    },
  },
];

test('a plug-in in PHP reads repositories, jobs, agent jobs and the last session of one', async () => {
  const clock = handClock();
  const em = await begin({ jobs: 20, clock, wire: { bom: true } });
  await replay(talkAs(PHP, em, clock), STEPS);
});
