import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { type Checked, checked, faultsOf, walk } from './schema-walk.ts';
import { basic, logOn, textsOf } from './talk.ts';

const TYPES = ['AgentBackupJob', 'BackupJobSession', 'BackupTaskSession', 'BackupServer', 'Task'];
/** Where a walk begins; everything that these link to is visited too. */
const BEGINNINGS = [
  '/api/',
  '/api/logonSessions',
  '/api/tasks',
  ...TYPES.flatMap((type) => [`/api/query?type=${type}`, `/api/query?type=${type}&format=Entities&pageSize=2`]),
  '/api/reports/summary/repository',
  '/api/query?type=BackupJobSession&format=Entities&filter=Name==nobody',
  '/api/query?type=BackupJobSession&format=Entities&filter=Result==None',
  '/api/query?type=BackupJobSession&format=Entities&filter=Result==Warning&pageSize=20',
  '/api/query?type=BackupTaskSession&format=Entities&filter=State!=Completed',
];
const ROOTS = [
  'AgentBackupJob',
  'AgentBackupJobs',
  'BackupJobSession',
  'BackupJobSessions',
  'BackupServer',
  'BackupServers',
  'BackupTaskSession',
  'BackupTaskSessions',
  'EnterpriseManager',
  'EntityReferences',
  'LogonSession',
  'LogonSessions',
  'QueryResult',
  'Task',
  'Tasks',
];
const FLAVOURS = ['v12', 'v13'] as const;
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** A world in which something failed, warned, runs, is refused and has an awkward name. */
function fill(em: EnterpriseManagerSimulator): Record<'warned' | 'failed' | 'running' | 'refuses' | 'fails', string> {
  const { world } = em;
  const machines = ['one', 'two "quoted"', 'three & <four>'];
  world.addJob({ name: 'Good <&> "job"', machines, last: 'success' });
  return {
    warned: world.addJob({ name: 'Warned', machines, last: 'warning', platform: 'AgentForLinux' }).id,
    failed: world.addJob({ name: 'Failed', machines, last: 'failed', reason: 'The path "C:\\x" is <gone> & away.' }).id,
    running: world.addJob({ name: 'Running', machines, last: 'running' }).id,
    refuses: world.addJob({ name: 'Refuses', machines, last: 'failed', outcome: 'refuse-error' }).id,
    fails: world.addJob({ name: 'Fails', machines, last: 'failed', outcome: 'refuse-result' }).id,
  };
}

function statusesOf(answers: readonly Checked[]): string[] {
  return answers.map(({ status, root }) => `${status} ${root}`.trim());
}

/** The values of the elements of that name, each once. */
function wordsOf(answers: readonly Checked[], name: string): Set<string> {
  return new Set(answers.flatMap(({ body }) => textsOf(body, name)));
}

test.each(FLAVOURS)('as %s answers, every resource that links lead to keeps to the schema', async (flavour) => {
  const clock = handClock();
  const em = await begin({ clock, flavour, jobs: 1 });
  const { warned, failed, fails } = fill(em);
  const headers = await logOn(em);
  for (const command of [`${warned}?action=start`, `${failed}?action=retry`, `${fails}?action=retry`]) {
    await checked(em, `/api/agents/jobs/${command}`, { method: 'POST', headers });
  }
  clock.at += 5000;
  const answers = await walk(em, BEGINNINGS, headers);
  expect(faultsOf(answers)).toEqual([]);
  // A link may lead to what is not played, never to nothing or to an error.
  expect(answers.filter(({ status }) => status !== 200 && status !== 501).map(({ call }) => call)).toEqual([]);
  expect([...new Set(answers.map(({ root }) => root))]).toEqual(expect.arrayContaining(ROOTS));
  expect(wordsOf(answers, 'Result')).toEqual(new Set(['Success', 'Warning', 'Failed', 'None']));
  expect([...wordsOf(answers, 'State')]).toEqual(
    expect.arrayContaining(['Stopped', 'Working', 'Completed', 'InProgress', 'Pending', 'Finished']),
  );
});

test.each(FLAVOURS)('as %s answers, every command, in each state of its task, keeps to the schema', async (flavour) => {
  const clock = handClock();
  const em = await begin({ clock, flavour, jobs: 1 });
  const { failed, running, refuses, fails } = fill(em);
  const headers = await logOn(em);
  const post = (path: string) => checked(em, `/api${path}`, { method: 'POST', headers });
  const answers = [
    await checked(em, '/api/sessionMngr/?v=latest', { method: 'POST', headers: basic(em, 'anna') }),
    await post(`/agents/jobs/${failed}?action=retry`),
    await post(`/agents/jobs/${fails}?action=retry`),
    await post(`/agents/jobs/${running}?action=stop`),
  ];
  for (let step = 0; step < 12; step += 1) {
    for (const task of [1, 2, 3]) answers.push(await checked(em, `/api/tasks/task-${task}`, { headers }));
    clock.at += 250;
  }
  answers.push(await post(`/agents/jobs/${running}?action=start`), await post(`/agents/jobs/${refuses}?action=retry`));
  const server = /\/api(\/backupServers\/[0-9a-f-]{36})/.exec(
    (await checked(em, '/api/backupServers', { headers })).body,
  )?.[1];
  answers.push(await post(`${server}?action=collect`));
  answers.push(await checked(em, '/api/tasks/task-1', { method: 'DELETE', headers }));
  answers.push(await checked(em, '/api/tasks/task-1', { headers }));
  expect(faultsOf(answers)).toEqual([]);
  expect(statusesOf(answers.slice(0, 4))).toEqual(['201 LogonSession', '202 Task', '202 Task', '202 Task']);
  expect(statusesOf(answers.slice(-5))).toEqual(['202 Task', '400 Error', '202 Task', '204', '404 Error']);
  expect(wordsOf(answers, 'State')).toEqual(new Set(['Running', 'OperationFinished', 'Finished']));
  for (const word of ['true', 'false']) {
    expect(answers.filter(({ body }) => body.includes(`<Result Success="${word}">`))).not.toHaveLength(0);
  }
});

test.each(FLAVOURS)('as %s answers, every refusal keeps to the schema', async (flavour) => {
  const em = await begin({ clock: handClock(), flavour, jobs: 1 });
  const { running } = fill(em);
  const [headers, user] = [await logOn(em), await logOn(em, 'henry')];
  const post = (path: string, as = headers) => checked(em, `/api${path}`, { method: 'POST', headers: as });
  const get = (path: string, as = headers) => checked(em, `/api${path}`, { headers: as });
  const answers = [
    await get('/agents/jobs', {}),
    await post('/sessionMngr/?v=latest', { Authorization: 'Basic bm9ib2R5Om5vdGhpbmc=' }),
    await get('/agents/jobs', user),
    await post(`/agents/jobs/${running}?action=retry`, user),
    await post(`/agents/jobs/${running}?action=retry`),
    await post(`/agents/jobs/${running}?action=dance`),
    await post('/agents/jobs/99999?action=retry'),
    await get('/query?type=BackupJobSession&filter=((("'),
    await get('/query?type=Weather'),
    await post(`/agents/jobs/${NOBODY}?action=retry`),
    await get(`/backupSessions/${NOBODY}`),
    await get('/tasks/task-99'),
    await get('/nowhere/at/all'),
    await checked(em, '/api/agents/jobs', { method: 'DELETE', headers }),
    await checked(em, '/api/sessionMngr/', { headers }),
    await get(`/logonSessions/${NOBODY}`),
    await get('/wanAccelerators'),
  ];
  expect(faultsOf(answers)).toEqual([]);
  expect(answers.map(({ status }) => status)).toEqual([
    401, 401, 403, 403, 400, 400, 400, 400, 400, 404, 404, 404, 404, 405, 405, 500, 501,
  ]);
  for (const { root, status, body } of answers) {
    expect([root, body.includes(`StatusCode="${status}"`)]).toEqual(['Error', true]);
  }
});
