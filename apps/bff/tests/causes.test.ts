import {
  type Board,
  board,
  causeList,
  isOpen,
  jobDetail,
  type ListedCause,
  newWallLink,
  type Task,
  task,
  wallBoard,
} from '@retry-desk/contract';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { type Browser, cookieOf, type HttpStage, httpStage, type StageOptions } from './http-stage.ts';

/** A stage on which reads and retries follow each other quickly, without jobs of its own. */
const quick: StageOptions = {
  simulator: { jobs: 0, speed: 20 },
  environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' },
};

async function readBoard(stage: HttpStage, as: Browser): Promise<Board> {
  return z.parse(board, (await stage.call('GET', '/api/board', { as })).json());
}

async function readCauses(stage: HttpStage, as: Browser): Promise<ListedCause[]> {
  return z.parse(causeList, (await stage.call('GET', '/api/causes', { as })).json()).causes;
}

/** The board once each of so many failed rows has its cause. */
function boardWithCauses(stage: HttpStage, as: Browser, rows: number): Promise<Board> {
  return vi.waitFor(async () => {
    const read = await readBoard(stage, as);
    expect(read.failed.filter(({ cause }) => cause)).toHaveLength(rows);
    return read;
  });
}

async function retry(stage: HttpStage, as: Browser, name: string): Promise<Task> {
  const { id } = stage.em.world.job(name);
  const reply = await stage.call('POST', `/api/agents/jobs/${id}?action=retry`, { as, body: {} });
  expect(reply.status).toBe(202);
  return z.parse(task, reply.json());
}

/** The retry once its run is over and it is known what it did about the cause. */
function endedRetry(stage: HttpStage, as: Browser, { taskId }: Task): Promise<Task> {
  return vi.waitFor(async () => {
    const read = z.parse(task, (await stage.call('GET', `/api/tasks/${taskId}`, { as })).json());
    expect(read.cause?.outcome).toEqual(expect.any(String));
    expect(isOpen(read.state)).toBe(false);
    return read;
  });
}

test('sixty failed jobs have four causes, and each row names its own', async () => {
  const stage = await httpStage({ ...quick, simulator: { jobs: 0, speed: 20, scenario: 'one-cause' } });
  const anna = await stage.signIn('anna');
  const { failed } = await boardWithCauses(stage, anna, 60);
  const causes = await readCauses(stage, anna);
  expect(causes.map(({ jobs }) => jobs.length)).toEqual([30, 14, 10, 6]);
  expect(causes.map(({ machines }) => machines.length)).toEqual([expect.any(Number), 14, 10, 6]);
  expect(causes[0]?.machines.length).toBeGreaterThanOrEqual(30);
  for (const { key, title, family, jobs } of causes)
    for (const row of failed.filter(({ id }) => jobs.includes(id)))
      expect(row.cause).toMatchObject({ key, title, family, advice: { kind: expect.any(String) } });
  const wall = z.parse(wallBoard, (await stage.call('GET', '/api/wall', { as: anna })).json());
  expect(new Set(wall.failed.map(({ cause }) => cause?.key))).toEqual(new Set(causes.map(({ key }) => key)));
});

test('a retry is counted for the cause its job had: one that helped, and one that failed for the same cause', async () => {
  const stage = await httpStage({ ...quick, simulator: { jobs: 0, speed: 20, scenario: 'one-cause' } });
  const anna = await stage.signIn('anna');
  await boardWithCauses(stage, anna, 60);
  const worked = await endedRetry(stage, anna, await retry(stage, anna, 'Branch Office 01'));
  expect(worked).toMatchObject({ state: 'succeeded', cause: { outcome: 'backed-up' } });
  const again = await endedRetry(stage, anna, await retry(stage, anna, 'Archive 01'));
  expect(again).toMatchObject({ state: 'failed', cause: { outcome: 'same-cause' } });

  async function counted(): Promise<void> {
    const causes = await readCauses(stage, anna);
    const of = (key: string | undefined) => causes.find((cause) => cause.key === key)?.retries;
    expect(of(worked.cause?.key)).toEqual({ tried: 1, helped: 1 });
    expect(of(again.cause?.key)).toEqual({ tried: 1, helped: 0 });
  }
  await vi.waitFor(counted);
  const { id } = stage.em.world.job('Archive 01');
  const page = z.parse(jobDetail, (await stage.call('GET', `/api/agents/jobs/${id}`, { as: anna })).json());
  expect(page.causes).toMatchObject([{ key: again.cause?.key, timesInMonth: 2, retries: { tried: 1, helped: 0 } }]);
  await vi.waitFor(async () => {
    const cards = (await readBoard(stage, anna)).tasks.map(({ taskId, cause }) => [taskId, cause?.outcome]);
    expect(Object.fromEntries(cards)).toEqual({ [worked.taskId]: 'backed-up', [again.taskId]: 'same-cause' });
  });

  await stage.restart();
  await vi.waitFor(counted);
  const { cause } = z.parse(task, (await stage.call('GET', `/api/tasks/${worked.taskId}`, { as: anna })).json());
  expect(cause).toEqual(worked.cause);
});

test('a reason that says nothing joins no jobs', async () => {
  const stage = await httpStage(quick);
  for (const name of ['One', 'Two'])
    stage.em.world.addJob({ name, machines: [`m-${name}`], last: 'failed', reason: 'Processing finished with errors' });
  const anna = await stage.signIn('anna');
  const { failed } = await boardWithCauses(stage, anna, 2);
  expect(failed.map(({ cause }) => cause?.title)).toEqual(Array(2).fill('Enterprise Manager gives no reason'));
  expect(await readCauses(stage, anna)).toMatchObject([{ jobs: [expect.any(String)] }, { jobs: [expect.any(String)] }]);
});

test('operators see the accounts in reasons; viewers and walls see them nowhere, not even by searching for them', async () => {
  const stage = await httpStage(quick);
  const account = 'TECH\\svc-vault';
  stage.em.world.addJob({
    name: 'Vault',
    machines: ['vault-01'],
    last: 'failed',
    outcome: 'failed',
    reason: `Access is denied. Failed to connect to share. Account: [${account}]. Win32 error:5`,
  });
  const [anna, henry] = [await stage.signIn('anna'), await stage.signIn('henry')];
  await boardWithCauses(stage, anna, 1);
  const { taskId } = await endedRetry(stage, anna, await retry(stage, anna, 'Vault'));
  const { id } = stage.em.world.job('Vault');
  const csv = { accept: 'text/csv' };
  const reads = [
    { path: '/api/board' },
    { path: '/api/agents/jobs' },
    { path: '/api/agents/jobs?state=failed', headers: csv },
    { path: '/api/agents/jobs', headers: csv },
    { path: `/api/agents/jobs/${id}` },
    { path: '/api/machines?q=vault' },
    { path: '/api/tasks' },
    { path: '/api/tasks', headers: csv },
    { path: `/api/tasks/${taskId}` },
  ];
  for (const { path, headers } of reads) {
    const [operator, viewer] = [
      await stage.call('GET', path, { as: anna, headers: headers ?? {} }),
      await stage.call('GET', path, { as: henry, headers: headers ?? {} }),
    ];
    expect(operator.text.includes('svc-vault'), `operator ${path}`).toBe(true);
    expect([viewer.status, viewer.text.includes('svc-vault')], `viewer ${path}`).toEqual([200, false]);
    expect(viewer.text).toContain('Access is denied');
  }
  const found = async (as: Browser) => (await stage.call('GET', '/api/agents/jobs?q=svc-vault', { as })).json().jobs;
  expect(await found(anna)).toHaveLength(1);
  expect(await found(henry)).toHaveLength(0);
  const wall = await stage.openWall(anna);
  for (const [path, as] of [
    ['/api/causes', anna],
    ['/api/wall', anna],
    ['/api/wall', wall],
    ['/api/board', wall],
  ] as const)
    expect((await stage.call('GET', path, { as })).text, path).not.toContain('svc-vault');
});

test('a wall whose link leaves reasons out shows no cause', async () => {
  const stage = await httpStage(quick);
  stage.em.world.addJob({ name: 'Files', machines: ['files-01'], last: 'failed', reason: 'The disk is full.' });
  const anna = await stage.signIn('anna');
  await boardWithCauses(stage, anna, 1);
  async function shownCause(reasons: boolean) {
    const body = { name: `reasons: ${reasons}`, servers: null, reasons };
    const { url } = newWallLink.parse((await stage.call('POST', '/api/wall-links', { as: anna, body })).json());
    const cookie = cookieOf(await stage.call('POST', new URL(url).pathname));
    return wallBoard.parse((await stage.call('GET', '/api/board', { headers: { cookie } })).json()).failed[0]?.cause;
  }
  expect(await shownCause(true)).toMatchObject({ title: 'The disk is full' });
  expect(await shownCause(false)).toBeNull();
});

test('the list of causes is not sent again until one is otherwise', async () => {
  const stage = await httpStage(quick);
  stage.em.world.addJob({ name: 'Files', machines: ['files-01'], last: 'failed', reason: 'The disk is full.' });
  const [anna, henry] = [await stage.signIn('anna'), await stage.signIn('henry')];
  await boardWithCauses(stage, anna, 1);
  const { text, etag } = await vi.waitFor(async () => {
    const first = await stage.call('GET', '/api/causes', { as: anna });
    const headers = { 'if-none-match': String(first.headers.etag) };
    for (const as of [anna, henry]) {
      const again = await stage.call('GET', '/api/causes', { as, headers });
      expect([again.status, again.text]).toEqual([304, '']);
    }
    return { text: first.text, etag: headers['if-none-match'] };
  });
  stage.em.world.addJob({ name: 'Mail', machines: ['mail-01'], last: 'failed', reason: 'The disk is full.' });
  await vi.waitFor(async () => {
    const otherwise = await stage.call('GET', '/api/causes', { as: anna, headers: { 'if-none-match': etag } });
    expect(otherwise.status).toBe(200);
    expect(otherwise.text).not.toBe(text);
  });
});

test('a store that refuses holds up no cause; what happened meanwhile is written when it is back', async () => {
  const stage = await httpStage(quick);
  const { db } = stage.bff.context.store;
  await sql`alter table cause_sightings rename to away`.execute(db);
  stage.em.world.addJob({ name: 'Files', machines: ['files-01'], last: 'failed', reason: 'The disk is full.' });
  const anna = await stage.signIn('anna');
  await boardWithCauses(stage, anna, 1);
  await vi.waitFor(() => expect(stage.logs.some((line) => line.includes('causes.not-recorded'))).toBe(true));
  const { id } = stage.em.world.job('Files');
  const page = async () =>
    z.parse(jobDetail, (await stage.call('GET', `/api/agents/jobs/${id}`, { as: anna })).json()).causes;
  expect(await page()).toMatchObject([{ timesInMonth: null }]);

  await sql`alter table away rename to cause_sightings`.execute(db);
  stage.em.world.addJob({ name: 'Mail', machines: ['mail-01'], last: 'failed', reason: 'The disk is full.' });
  await vi.waitFor(async () => {
    const { rows } = await sql`select job_id from cause_sightings`.execute(db);
    expect(rows).toHaveLength(2);
  });
  expect(await page()).toMatchObject([{ timesInMonth: 1 }]);
});
