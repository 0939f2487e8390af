import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { logOn, send, textsOf } from './talk.ts';

type Headers = Record<string, string>;

const JSON_TOO = { Accept: 'application/json' };
const DONE = '<Result Success="true"><Message>OperationFinished</Message></Result>';
/** Later than every task begun before it. */
const ENDED = 2001;

function post(em: EnterpriseManagerSimulator, path: string, headers: Headers) {
  return send(em, `/api${path}`, { method: 'POST', headers });
}

async function read(em: EnterpriseManagerSimulator, path: string, headers: Headers): Promise<string> {
  return (await send(em, `/api${path}`, { headers })).body;
}

/** Moves the clock until the task is done on the backup server and not yet collected. */
async function untilOperationFinished(
  em: EnterpriseManagerSimulator,
  clock: { at: number },
  id: string,
  headers: Headers,
): Promise<void> {
  for (let step = 0; step < 25; step += 1) {
    if ((await read(em, `/tasks/${id}`, headers)).includes('<State>OperationFinished')) return;
    clock.at += 100;
  }
  throw new Error(`${id} was never in OperationFinished`);
}

test('a finished operation carries a result that is no verdict, wherever the task is read', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const job = em.world.addJob({ name: 'Refused', machines: ['m'], last: 'failed', outcome: 'refuse-result' });
  const headers = await logOn(em);
  expect((await post(em, `/agents/jobs/${job.id}?action=retry`, headers)).body).not.toContain('<Result');
  await untilOperationFinished(em, clock, 'task-1', headers);
  for (const path of ['/tasks/task-1', '/tasks', '/query?type=Task&format=Entities']) {
    expect(await read(em, path, headers)).toContain(`<Operation>RetryAgentJob</Operation>${DONE}</Task>`);
  }
  clock.at += ENDED;
  const ended = await read(em, '/tasks/task-1', headers);
  expect(textsOf(ended, 'State')).toEqual(['Finished']);
  expect(ended).toContain('<Result Success="false"><Message>Failed to retry job "Refused"');
});

test.each([
  ['v12', { State: 'OperationFinished', Result: { Success: true, Message: 'OperationFinished' } }],
  ['v13', { state: 'OperationFinished', result: { success: true, message: 'OperationFinished' } }],
] as const)('a finished operation carries its result in the JSON of %s', async (flavour, content) => {
  const clock = handClock();
  const em = await begin({ clock, flavour });
  const job = em.world.addJob({ name: 'Retried', machines: ['m'], last: 'failed' });
  const headers = await logOn(em);
  await post(em, `/agents/jobs/${job.id}?action=retry`, headers);
  await untilOperationFinished(em, clock, 'task-1', headers);
  const task: unknown = JSON.parse(await read(em, '/tasks/task-1', { ...headers, ...JSON_TOO }));
  expect(task).toMatchObject(content);
});

test('a query gives tasks as a whole whatever the format, a finished one with the link to its run', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const job = em.world.addJob({ name: 'Failed', machines: ['m'], last: 'failed' });
  const headers = await logOn(em);
  await send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers });
  clock.at += 5000;
  // As in the reference's example (13.1, GET /query?type=Task), which asks for no format; its Delete has no type.
  for (const format of ['', '&format=Entities']) {
    const { body } = await send(em, `/api/query?type=Task&filter=State==Finished${format}`, { headers });
    expect(body).toMatch(/<Resources><Tasks><Task Type="Task" Href="[^"]*"><Links><Link Rel="Delete"/);
    expect(body).toMatch(
      /<Link Rel="Related" Type="BackupJobSession" Href="[^"]*\/backupSessions\/[^"]*\?format=Entity" \/>/,
    );
  }
});

test('a collection ends with the message that it has started', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const headers = await logOn(em);
  const server = /\/api(\/backupServers\/[0-9a-f-]{36})/.exec(await read(em, '/backupServers', headers))?.[1];
  await post(em, `${server}?action=collect`, headers);
  clock.at += ENDED;
  expect(await read(em, '/tasks/task-1', headers)).toContain(
    '<Result Success="true"><Message>Data collection started. To view results, go to Sessions.</Message></Result>',
  );
});

test('a retry refused at once has its verdict in the very answer, with a clock that goes on', async () => {
  const em = await begin();
  const job = em.world.addJob({ name: 'Refused', machines: ['m'], last: 'failed', outcome: 'refuse-at-once' });
  const headers = await logOn(em);
  const { status, body } = await post(em, `/agents/jobs/${job.id}?action=retry`, headers);
  expect([status, textsOf(body, 'State')]).toEqual([202, ['Finished']]);
  expect(body).toContain('<Result Success="false"><Message>Failed to retry job "Refused"');
  expect(await read(em, '/tasks/task-1', headers)).toBe(body);
});

test('ten thousand old tasks come in pages, each once, and by the names asked for', async () => {
  const em = await begin({ jobs: 1, clock: handClock() });
  const [mine, others] = [await logOn(em), await logOn(em, 'anna')];
  em.addOldTasks(10_000);
  const seen: string[] = [];
  for (let page = 1; page <= 10; page += 1) {
    const path = `/query?type=Task&format=Entities&sortAsc=TaskId&pageSize=1000&page=${page}`;
    seen.push(...textsOf(await read(em, path, mine), 'TaskId'));
  }
  expect(new Set(seen).size).toBe(10_000);
  expect(seen).toEqual(seen.toSorted());
  const ask = async (question: string, headers = mine) =>
    textsOf(await read(em, `/query?type=Task&format=Entities&${question}`, headers), 'TaskId');
  expect(await ask('filter=(TaskId==task-1,TaskId==task-2)', others)).toEqual(['task-1', 'task-2']);
  expect(await ask('filter=(TaskId==TASK-9999,TaskId==task-10001);Operation==CollectingBackupServer')).toEqual([
    'task-9999',
  ]);
  expect(await ask('filter=State!=Finished')).toEqual([]);
  expect(await ask('filter=State==Finished;Operation==CollectingBackupServer&sortDesc=TaskId&pageSize=2')).toEqual([
    'task-9999',
    'task-9998',
  ]);
  expect(await ask('sortAsc=Operation&pageSize=3')).toHaveLength(3);
  expect(await read(em, '/query?type=Task&pageSize=500', mine)).toContain('PageSize="500" PagesCount="20"');
  expect(textsOf(await read(em, '/tasks?pageSize=2&page=5000', mine), 'TaskId')).toEqual(['task-9999', 'task-10000']);
});

test('old tasks stand before what is asked next, in open logon sessions only', async () => {
  const em = await begin({ clock: handClock() });
  const job = em.world.addJob({ name: 'Next', machines: ['m'], last: 'failed' });
  const headers = await logOn(em);
  em.addOldTasks(3, 'RetryAgentJob');
  const { body } = await post(em, `/agents/jobs/${job.id}?action=retry`, headers);
  expect(textsOf(body, 'TaskId')).toEqual(['task-4']);
  const all = await read(em, '/tasks', headers);
  expect(textsOf(all, 'State')).toEqual(['Finished', 'Finished', 'Finished', 'Running']);
  expect(new Set(textsOf(all, 'Operation'))).toEqual(new Set(['RetryAgentJob']));
  expect(await read(em, '/tasks', await logOn(em, 'anna'))).not.toContain('<Task ');
  expect(em.executions).toHaveLength(1);
});
