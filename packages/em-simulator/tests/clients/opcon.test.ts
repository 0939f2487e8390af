import { expect, test } from 'vitest';
import { begin, handClock } from '../begin.ts';
import { type Client, replay, type Step, talkAs } from './replay.ts';

/*
 * Source: SMATechnologies/veeam-webservicestemplate, Template/Veeam-Backup-agent-job.json: a template of web service calls
 * that starts an agent job, finds the run as the second link of the finished task, waits for its success and logs off by
 * the 54th link, the last one of a logon session of version 1.5. It sends a body that no server reads, with a GET as well.
 */
const OPCON: Client = { name: "OpCon's template", speaks: 'json' };
const JSON_ONLY = { Accept: 'application/json', 'Content-Type': 'application/json' };
const LOGGED_ON = { ...JSON_ONLY, 'X-RestSvcSessionId': '{token}' };
const UNREAD = '{"id":null}';

/** The steps, with the link that logs off. */
function stepsWith(logOff: string): Step[] {
  return [
    {
      ask: 'POST /api/sessionMngr/?v={version}',
      headers: { ...JSON_ONLY, Authorization: ' Basic {basic}' },
      body: UNREAD,
      status: 201,
      take: { token: 'header X-RestSvcSessionId', logOff },
    },
    { ask: 'GET /api/agents/jobs/{job}?format=Entity', headers: LOGGED_ON, body: UNREAD },
    {
      ask: 'POST /api/agents/jobs/{job}?action=start',
      headers: LOGGED_ON,
      body: UNREAD,
      status: 202,
      take: { task: 'TaskId' },
    },
    { ask: 'GET /api/tasks/{task}', headers: LOGGED_ON, until: { State: 'Finished' }, every: 2000 },
    { ask: 'GET /api/tasks/{task}', headers: LOGGED_ON, take: { run: 'Links[1].Href' } },
    { ask: 'GET {run}', headers: LOGGED_ON, until: { Result: 'Success' }, every: 60_000 },
    { ask: 'DELETE {logOff}', headers: LOGGED_ON, status: 204 },
  ];
}

async function scene(version: string) {
  const clock = handClock();
  const em = await begin({ jobs: 1, clock });
  const job = em.world.addJob({ name: 'Started', machines: ['m'], last: 'success' });
  clock.at += 60_000;
  return { em, job, talk: talkAs(OPCON, em, clock, { job: job.id, version }) };
}

test('OpCon starts a job, follows its run to the end and logs off by the 54th link', async () => {
  const { em, job, talk } = await scene('v1_5');
  await replay(talk, stepsWith('Links[53].Href'));
  expect(em.executions.map(({ operation, jobId }) => [operation, jobId])).toEqual([['StartJob', job.id]]);
});

test('a client of the newest version logs off by the last of 68 links', async () => {
  const { talk } = await scene('latest');
  await replay(talk, stepsWith('Links[67].Href'));
});
