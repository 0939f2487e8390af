import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator, SimulatorOptions } from '#index.ts';
import { begin, handClock, runsOf } from './begin.ts';
import { ids, logOn, send, textsOf } from './talk.ts';

const PAIR = { name: 'Pair', machines: ['one', 'two'] };
const JSON_TOO = { Accept: 'application/json' };

/** One agent job with a run that failed, and how to read what belongs to it. */
async function scene(options: SimulatorOptions = {}) {
  const em = await begin({ clock: handClock(), jobs: 0, ...options });
  const job = em.world.addJob({ ...PAIR, last: 'failed', reason: 'It is full.' });
  const headers = await logOn(em);
  const get = async (path: string, more: Record<string, string> = {}) =>
    (await send(em, `/api${path}`, { headers: { ...headers, ...more } })).body;
  const newest = /BackupJobSession:([0-9a-f-]{36})/.exec((await send(em, runsOf(job.id), { headers })).body)?.[1] ?? '';
  const [child = ''] = await ids(em, `/api/backupSessions/${newest}/agentManagementSessions`, headers);
  return { em, job, headers, get, newest, child };
}

/** The links of the one resource that an answer holds: Rel, Type and path. */
function linksOf(em: EnterpriseManagerSimulator, body: string): string[] {
  return [...body.matchAll(/<Link ([^>]*)\/>/g)].map(([, link = '']) => {
    const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(link)?.[1] ?? '';
    return `${part('Rel')} ${part('Type')} ${part('Href').slice(`${em.url}/api`.length)}`;
  });
}

test('a run of agents leads to its server, its job, its children, its other form and its tasks, and can be stopped', async () => {
  const { em, job, get, newest } = await scene();
  const path = `/backupSessions/${newest}`;
  const [server, ...others] = linksOf(em, await get(`${path}?format=Entity`));
  expect(server).toMatch(/^Up BackupServerReference /);
  const above = [
    `Up JobReference /agents/jobs/${job.id}`,
    `Alternate BackupJobSessionReferenceList ${path}/agentManagementSessions`,
  ];
  const tasks = `Down BackupTaskSessionReferenceList ${path}/taskSessions`;
  expect(others).toEqual([...above, `Alternate BackupJobSessionReference ${path}`, tasks, `Stop  ${path}?action=stop`]);
  const named = linksOf(em, await get(path)).slice(1);
  expect(named).toEqual([...above, `Alternate BackupJobSession ${path}?format=Entity`, tasks]);
});

test('a child leads to its server, to a job of its own that can be read, and to its parent session', async () => {
  const { em, get, newest, child, headers } = await scene();
  const body = await get(`/backupSessions/${child}?format=Entity`);
  const [server, ownJob = '', parent] = linksOf(em, body);
  expect(server).toMatch(/^Up BackupServerReference /);
  expect(parent).toBe(`Up BackupJobSessionReference /backupSessions/${newest}`);
  const path = ownJob.replace('Up JobReference ', '');
  expect(path).toBe(`/agents/jobs/${textsOf(body, 'JobUid')[0]?.split(':').at(-1)}`);
  expect(await get(`${path}?format=Entity`)).toContain(`Name="${textsOf(body, 'JobName')[0]}"`);
  const runs = await ids(em, `/api${path}/backupSessions`, headers);
  expect(runs).toContain(child);
  expect(runs).not.toContain(newest);
});

test('sessions are given in full by /backupSessions, those of agents, parents and children, by /agents/backupSessions', async () => {
  const em = await begin({ jobs: 21, clock: handClock() });
  const headers = await logOn(em);
  const read = async (path: string) => (await send(em, `/api${path}?format=Entity&pageSize=500`, { headers })).body;
  const types = async (path: string) => new Set(textsOf(await read(path), 'JobType'));
  expect(await types('/agents/backupSessions')).toEqual(new Set(['AgentBackup', 'AgentManagement']));
  expect(await types('/backupSessions')).toEqual(new Set(['AgentBackup', 'AgentManagement', 'Backup']));
  const machines = await read('/backupTaskSessions');
  expect(textsOf(machines, 'Reason').some((reason) => reason.length > 80)).toBe(true);
});

test('task sessions are found by the run and by the child, by address and by query', async () => {
  const { em, headers, newest, child } = await scene();
  const find = (path: string) => ids(em, `/api${path}`, headers);
  const query = '/query?type=BackupTaskSession&filter=JobSessionUid==urn:veeam:BackupJobSession:';
  const ofRun = await find(`/backupSessions/${newest}/taskSessions`);
  expect(ofRun).toHaveLength(2);
  expect(await find(`${query}${newest}`)).toEqual(ofRun);
  const ofChild = await find(`/backupSessions/${child}/taskSessions`);
  expect(ofChild).toHaveLength(1);
  expect(await find(`${query}${child}`)).toEqual(ofChild);
  expect(ofRun).toContain(ofChild[0]);
});

test('task sessions can hang on the children alone', async () => {
  const { em, headers, get, newest, child } = await scene({ taskSessionsOn: 'children' });
  const find = (path: string) => ids(em, `/api${path}`, headers);
  const query = '/query?type=BackupTaskSession&filter=JobSessionUid==';
  expect(await find(`/backupSessions/${newest}/taskSessions`)).toEqual([]);
  expect(await find(`${query}${newest}`)).toEqual([]);
  expect(await find(`${query}${child}`)).toHaveLength(1);
  const body = await get(`/backupSessions/${child}/taskSessions?format=Entity`);
  expect(textsOf(body, 'JobSessionUid')).toEqual([`urn:veeam:BackupJobSession:${child}`]);
  expect(body).toMatch(new RegExp(`Type="BackupJobSessionReference" Href="[^"]*${child}"`));
});

test('sessions of some servers link no job', async () => {
  const { em, get, newest } = await scene({ sessionJobLinks: false });
  expect(linksOf(em, await get(`/backupSessions/${newest}`)).join()).not.toContain('JobReference ');
});

test('an empty FailureMessage is absent, and null in JSON', async () => {
  const { get, newest } = await scene();
  const path = `/backupSessions/${newest}?format=Entity`;
  expect(await get(path)).not.toContain('FailureMessage');
  expect(JSON.parse(await get(path, JSON_TOO))).toMatchObject({ Result: 'Failed', FailureMessage: null });
});

test.each([
  ['v12', /^Pair@\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/],
  ['v13', /^Pair@\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,6}$/],
] as const)('%s names a session by the start it has, and finds it by that name', async (flavour, form) => {
  const clock = handClock();
  clock.at += 123;
  const { em, get, job, headers } = await scene({ flavour, clock });
  em.world.fail(job, 'Again.');
  const { body } = await send(em, runsOf(job.id), { headers });
  const name = / Name="(Pair@[^"]*)" UID/.exec(body)?.[1] ?? '';
  expect(name).toMatch(form);
  const found = await get(`/query?type=BackupJobSession&filter=${encodeURIComponent(`Name=="${name}"`)}`);
  expect(found).toContain(`Name="${name}"`);
});

test('the session that goes on is stopped by its own link, one that is over is not', async () => {
  const clock = handClock();
  const { em, job, headers, newest, get } = await scene({ clock });
  const stop = (id: string) => send(em, `/api/backupSessions/${id}?action=stop`, { method: 'POST', headers });
  expect((await stop(newest)).status).toBe(400);
  em.world.startRun(job);
  const { body } = await send(em, runsOf(job.id), { headers });
  const running = /BackupJobSession:([0-9a-f-]{36})/.exec(body)?.[1] ?? '';
  expect((await stop(newest)).status).toBe(400);
  const stopped = await stop(running);
  expect([stopped.status, textsOf(stopped.body, 'Operation')]).toEqual([202, ['StopJobSession']]);
  expect(textsOf((await send(em, runsOf(job.id), { headers })).body, 'State')).toEqual(['Stopped']);
  clock.at += 5000;
  const [task = ''] = textsOf(stopped.body, 'TaskId');
  // The words of the reference (13.0, POST /backupSessions/{ID}?action=stop).
  expect(textsOf(await get(`/tasks/${task}`), 'Message')[0]).toMatch(/^Job Session "Pair@[^"]*" triggered to stop\.$/);
});

test('members that a query does not fill are null in JSON', async () => {
  const { get } = await scene();
  const entities: unknown = JSON.parse(await get('/query?type=BackupServer&format=Entities', JSON_TOO));
  expect(entities).toMatchObject({
    Entities: { BackupJobSessions: null, Jobs: null, AgentBackupJob: null },
    Links: null,
    Refs: null,
    Resources: null,
  });
  const references: unknown = JSON.parse(await get('/query?type=BackupServer', JSON_TOO));
  expect(references).toMatchObject({ Entities: null, Refs: { Refs: [{ Type: 'BackupServerReference' }, {}, {}] } });
  const tasks: unknown = JSON.parse(await get('/query?type=Task&format=Entities', JSON_TOO));
  expect(tasks).toMatchObject({ Entities: null, Resources: { Tasks: { Tasks: [] } } });
});

test('the computers of a job stand in a list of their own name', async () => {
  const { get, job } = await scene();
  expect(await get(`/agents/jobs/${job.id}/includes`)).toMatch(
    /<ObjectsInAgentBackupJob [^>]*><ObjectInAgentBackupJob /,
  );
});

test('an error holds what went wrong twice where something was not found', async () => {
  const { get } = await scene();
  const nobody = '00000000-0000-4000-8000-000000000000';
  const body = await get(`/agents/jobs/${nobody}`);
  expect(body).toMatch(/<Error Message="Cannot find job \[[^"]*" StatusCode="404" xmlns/);
  expect(textsOf(body, 'FirstChanceExceptionMessage')).toEqual([`Cannot find job [${nobody}]`]);
});
