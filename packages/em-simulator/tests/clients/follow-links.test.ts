import { expect, test } from 'vitest';
import type { Flavour } from '#index.ts';
import { begin, handClock } from '../begin.ts';
import { type Client, replay, type Step, type Talk, talkAs } from './replay.ts';

/*
 * Sources: tdewin/veeamrestpython, 05-startjob.py and 05-startjob-alt-queryservice.py; tdewin/veeampowershell, restdemo.ps1.
 * They get XML without asking for it, have no address but /api/, and find the rest by the types and relations of links:
 * from the versions to the logon, from the logon to jobs or queries, from a job to its start, from its task to the end.
 */
const PYTHON: Client = { name: '05-startjob.py', speaks: 'xml' };
const QUERYING: Client = { name: '05-startjob-alt-queryservice.py', speaks: 'xml' };
const POWERSHELL: Client = { name: 'restdemo.ps1', speaks: 'xml' };
const LOGGED_ON = { 'X-RestSvcSessionId': '{token}' };

const VERSIONS: Step = {
  ask: 'GET /api/',
  take: { logon: '/*/e:Links/e:Link[@Type="LogonSession"]/@Href' },
};
const LOGON: Step = {
  ask: 'POST {logon}',
  headers: { Authorization: 'Basic {basic}', 'Content-Length': '0' },
  status: 201,
  take: {
    token: 'header X-RestSvcSessionId',
    jobs: '//e:Link[@Type="JobReferenceList"]/@Href',
    queries: '/e:LogonSession/e:Links/e:Link[@Type="QueryService"]/@Href',
    logOff: '//e:Link[@Rel="Delete"]/@Href',
  },
};
/** The scripts have the name of a job written into them. */
const NAME: Step = { ask: 'GET {jobs}', headers: LOGGED_ON, take: { name: '//e:Ref/@Name' } };
/** The job is a reference that leads to its entity by `Alternate`; the task's own address is its first link. */
const START: Step[] = [
  {
    ask: 'GET {jobs}',
    headers: LOGGED_ON,
    take: { job: '//e:Ref[@Name="{name}"]/e:Links/e:Link[@Rel="Alternate"]/@Href' },
  },
  { ask: 'GET {job}', headers: LOGGED_ON, take: { start: '/e:Job/e:Links/e:Link[@Rel="Start"]/@Href' } },
];
const TASK: Step[] = [
  {
    ask: 'POST {start}',
    headers: { ...LOGGED_ON, 'Content-Length': '0' },
    status: 202,
    reads: { '//e:State': ['Running'], '/e:Task/@Href': 'text' },
    take: { task: '//e:Link/@Href' },
  },
  { ask: 'GET {task}', headers: LOGGED_ON, until: { '//e:State': 'Finished' } },
];
const LOG_OFF: Step = { ask: 'DELETE {logOff}', headers: LOGGED_ON, status: 204 };

/** A server with one job of virtual machines, and a client that has logged on. */
async function loggedOn(client: Client, flavour: Flavour, versions = VERSIONS): Promise<{ talk: Talk; name: string }> {
  const clock = handClock();
  const em = await begin({ jobs: 20, flavour, clock });
  const talk = talkAs(client, em, clock);
  await replay(talk, [versions, LOGON, NAME]);
  return { talk, name: talk.taken.name ?? '' };
}

test.each(['v12', 'v13'] as const)(
  'a script follows links from the versions of %s to a started job',
  async (flavour) => {
    const { talk } = await loggedOn(PYTHON, flavour);
    await replay(talk, [...START, ...TASK, LOG_OFF]);
  },
);

test.each(['v12', 'v13'] as const)('a script finds the job of %s by a query and starts it', async (flavour) => {
  const { talk, name } = await loggedOn(QUERYING, flavour);
  const query = new URL(talk.taken.queries?.replace('querySvc', 'query') ?? '');
  query.search = new URLSearchParams({ type: 'Job', format: 'Entities', filter: `name=="${name}"` }).toString();
  const take = { start: `//e:Job[@Name="${name}"]//e:Link[@Rel="Start"]/@Href` };
  await replay(talk, [{ ask: `GET ${query.href}`, headers: LOGGED_ON, take }, ...TASK, LOG_OFF]);
});

/** It asked for version 1.2, which no server lists any more; 1.7 stands in its place here. */
const BY_VERSION: Step = {
  ask: 'GET /api/',
  take: { logon: '/e:EnterpriseManager/e:SupportedVersions/e:SupportedVersion[@Name="v1_7"]/e:Links/e:Link/@Href' },
};
const RUN = '/e:QueryResult/e:Entities/e:BackupJobSessions/e:BackupJobSession';

test.each(['v12', 'v13'] as const)(
  'a PowerShell script follows the run of the job of %s to its end',
  async (flavour) => {
    const { talk, name } = await loggedOn(POWERSHELL, flavour, BY_VERSION);
    await replay(talk, [...START, ...TASK]);
    await talk.run({
      ask: 'GET {queries}',
      headers: LOGGED_ON,
      take: { sessions: '/e:QuerySvc/e:Links/e:Link[contains(@Type, "BackupJobSessionList")]/@Href' },
    });
    const [address] = talk.taken.sessions?.split('?') ?? [];
    const search = `type=BackupJobSession&format=Entities&sortDesc=Name&pageSize=1&page=1&filter=(JobName==${name})`;
    await talk.run({
      ask: `GET ${address}?${search}`,
      headers: LOGGED_ON,
      reads: { [`${RUN}/e:State`]: ['Starting', 'Working'] },
      take: { run: `${RUN}/@Href` },
    });
    await talk.run({
      ask: 'GET {run}',
      headers: LOGGED_ON,
      until: { '/e:BackupJobSession/e:State': 'Stopped' },
      reads: {
        '/e:BackupJobSession/e:Progress': 'number',
        '/e:BackupJobSession/e:Result': ['Success', 'Warning', 'Failed'],
      },
      every: 60_000,
    });
    expect(talk.found('/e:BackupJobSession/e:JobName')).toEqual([name]);
  },
);
