import { expect, test } from 'vitest';
import { begin, handClock } from '../begin.ts';
import { type Client, type Step, talkAs } from './replay.ts';

/*
 * Source: shapedthought/veeam-easy-connect, examples/remote_agent_start.py and src/veeam_easy_connect/__main__.py: starts an
 * agent job, finds its newest run by name among all sessions of agents, and follows the second link of that reference to
 * the children of the run. It was written for servers whose sessions link no job, and reads times without a fraction.
 */
const SCRIPT: Client = { name: 'remote_agent_start.py', speaks: 'json' };
const LOGGED_ON = { accept: 'application/json', 'X-RestSvcSessionId': '{token}' };
const JOBS = 'Entities.AgentBackupJob.AgentBackupJobs';

const START: Step[] = [
  {
    ask: 'POST /api/sessionMngr/?v=latest',
    headers: { accept: 'application/json', Authorization: 'Basic {basic}', 'Content-Length': '0' },
    status: 201,
    take: { token: 'header X-RestSvcSessionId' },
  },
  {
    ask: 'GET /api/query?type=AgentBackupJob&format=Entities',
    headers: LOGGED_ON,
    reads: { [`${JOBS}[*].Name`]: 'text', [`${JOBS}[*].UID`]: /:[0-9a-f-]{36}$/ },
  },
];
const BEGIN: Step = {
  ask: 'POST /api/agents/jobs/{job}?action=start',
  headers: { ...LOGGED_ON, 'Content-Length': '0' },
  status: 202,
  reads: { TaskId: 'text', State: 'text' },
};
const FIND: Step = {
  ask: 'GET /api/agents/backupSessions?format=Entities',
  headers: LOGGED_ON,
  reads: { 'Refs[*].Name': /@\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'Refs[*].Links[1].Href': /^https:/ },
};
const FOLLOW: Step = {
  ask: 'GET {children}?format=Entity',
  headers: LOGGED_ON,
  reads: { BackupJobSessions: 'list', 'BackupJobSessions[0].Progress': 'number' },
  until: { 'BackupJobSessions[0].State': 'Stopped' },
  every: 30_000,
};

test('a script starts an agent job and reads its run and the children of that by their places', async () => {
  const clock = handClock();
  const em = await begin({ jobs: 2, clock, sessionJobLinks: false });
  em.world.addJob({ name: 'Server Backup', machines: ['one', 'two'], last: 'success' });
  clock.at += 60_000;
  const talk = talkAs(SCRIPT, em, clock);
  for (const step of START) await talk.run(step);
  const place = talk.found(`${JOBS}[*].Name`).findIndex((name) => name.includes('Server Backup'));
  talk.taken.job = talk.found(`${JOBS}[${place}].UID`)[0]?.split(':').at(-1) ?? '';
  // It allows the two clocks to be four minutes apart.
  const begun = new Date(clock.at - 4 * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  await talk.run(BEGIN);
  clock.at += 10_000;
  await talk.run(FIND);
  const names = talk.found('Refs[*].Name');
  const [newest = ''] = names
    .filter((name) => name.includes('Server Backup'))
    .toSorted()
    .toReversed();
  expect([begun, newest.split('@').at(-1)].toSorted()[0]).toBe(begun);
  talk.taken.children = talk.found(`Refs[${names.indexOf(newest)}].Links[1].Href`)[0] ?? '';
  await talk.run(FOLLOW);
  expect(talk.found('BackupJobSessions[*].JobName').toSorted()).toEqual(['Server Backup - one', 'Server Backup - two']);
});
