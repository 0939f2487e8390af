import type { Task } from '@retry-desk/contract';
import { afterEach, expect, test, vi } from 'vitest';
import type { Desk } from '#retries/desk.ts';
import { Refusal } from '#route.ts';
import { becomes } from './becomes.ts';
import { openStage, type RetryStage } from './retries-stage.ts';

const anna = { requestedBy: 'TECH\\anna', from: null };
const ben = { requestedBy: 'TECH\\ben' };
const stopCall = { method: 'POST', path: /action=stop/ };

let stage: RetryStage;
afterEach(() => stage.end());

/** A job whose retry runs, and goes on until somebody ends it. */
async function running(desk: Desk): Promise<Task> {
  const { id } = stage.em.world.addJob({ name: 'Oracle', machines: ['ora01'], last: 'failed', outcome: 'success' });
  const asked = await desk.retry({ ...anna, jobId: id });
  return becomes(desk, asked, 'running');
}

function stops(): number {
  return stage.em.executions.filter(({ operation }) => operation === 'StopAgentJob').length;
}

function codeOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  );
}

test('of ten people who stop a job at once one does, and the retry ends as stopped by that person', async () => {
  stage = await openStage({ speed: 2 });
  const { desk } = await stage.begin();
  const { taskId } = await running(desk);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => codeOf(desk.stopJob({ taskId, ...ben, note: 'INC-4711' }))),
  );
  expect(answers.toSorted()).toEqual(['done', ...Array.from({ length: 9 }, () => 'too-late')]);
  const task = await becomes(desk, { taskId }, 'stopped');
  expect(stops()).toBe(1);
  expect(task.stopRequestedBy).toBe('TECH\\ben');
  const reported = task.steps.map(({ evidence }) => evidence).join('\n');
  expect(reported).toMatch(
    /TECH\\ben requested to stop the job: INC-4711[\s\S]+accepted the stop[\s\S]+had the job stopped/,
  );
  expect(await codeOf(desk.stopJob({ taskId, ...ben }))).toBe('too-late');
});

test('a lost answer to the stop is decided by how the run ends, and nothing is sent again', async () => {
  stage = await openStage({ speed: 2 });
  const { desk } = await stage.begin();
  const { taskId } = await running(desk);
  stage.em.faults.add({ ...stopCall, do: { kind: 'lose-answer' } });
  expect((await desk.stopJob({ taskId, ...ben })).state).toBe('running');
  await becomes(desk, { taskId }, 'stopped');
  expect(stops()).toBe(1);
});

test('a stop that never arrived has no effect, which is shown, and may be requested again', async () => {
  stage = await openStage({ speed: 1 });
  const { desk } = await stage.begin({ verdictMs: 300 });
  const { taskId } = await running(desk);
  stage.em.faults.add({ ...stopCall, do: { kind: 'cut-before' } });
  await desk.stopJob({ taskId, ...ben });
  await vi.waitFor(async () => {
    const task = await desk.task(taskId);
    expect(task.steps.at(-1)?.evidence).toContain('the run is still in progress');
    expect(task).toMatchObject({ state: 'running', stopRequestedBy: null });
  });
  expect(stops()).toBe(0);
  await desk.stopJob({ taskId, ...ben });
  await becomes(desk, { taskId }, 'stopped');
  expect(stops()).toBe(1);
});

test('a job that Enterprise Manager refuses to stop goes on, with its message', async () => {
  stage = await openStage({ speed: 1 });
  const { desk } = await stage.begin();
  const { taskId } = await running(desk);
  const body = '<Error xmlns="http://www.veeam.com/ent/v1.0" Message="Not now." StatusCode="400"/>';
  stage.em.faults.add({ ...stopCall, do: { kind: 'status', status: 400, body } });
  const refused = await desk.stopJob({ taskId, ...ben }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'em-refused', extra: { emMessage: 'Not now.' } });
  expect(await desk.task(taskId)).toMatchObject({ state: 'running', stopRequestedBy: null });
});

test('a backup that is over, or does not run yet, is not stopped', async () => {
  stage = await openStage({ speed: 200 });
  const { desk } = await stage.begin();
  const { id } = stage.em.world.addJob({ name: 'Fast', machines: ['m'], last: 'failed', outcome: 'success' });
  const asked = await desk.retry({ ...anna, jobId: id });
  await becomes(desk, asked, 'succeeded');
  expect(await codeOf(desk.stopJob({ taskId: asked.taskId, ...ben }))).toBe('too-late');
  expect(stops()).toBe(0);
});
