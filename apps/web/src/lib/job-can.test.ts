import { openRetryStates } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { type Actor, jobCan } from './job-can.ts';
import { taskCan } from './task-can.ts';

const now = Date.parse('2026-11-23T08:02:00.000Z');
const operator: Actor = { role: 'operator', journal: 'ok', em: 'ok', now, zone: 'utc' };
const failed = { state: 'failed', openRetry: null, autoRetryAt: null } as const;
const openRetry = {
  taskId: '0192f0c1-2345-7abc-8def-0123456789ab',
  state: 'triggered',
  requestedBy: 'TECH\\ben',
  requestedAt: '2026-11-23T08:01:00.000Z',
} as const;

test('an operator may retry a failed job', () => {
  expect(jobCan.retry(failed, operator)).toEqual({ ok: true });
});

test('a viewer reads that only operators may, whatever the job is', () => {
  expect(jobCan.retry({ ...failed, openRetry }, { ...operator, role: 'viewer' })).toMatchObject({ kind: 'viewer' });
});

test('an open retry is named with who requested it and when', () => {
  expect(jobCan.retry({ ...failed, state: 'running', openRetry }, operator)).toEqual({
    ok: false,
    kind: 'open-retry',
    reason: 'TECH\\ben requested a retry at 08:01; it is still in progress.',
  });
});

test('while Veeam is going to try by itself it can be retried all the same, and that is shown', () => {
  const job = { ...failed, autoRetryAt: '2026-11-23T08:09:00.000Z' };
  expect(jobCan.retry(job, operator)).toEqual({ ok: true, anyway: 'Veeam tries again at 08:09' });
  expect(jobCan.retry(job, { ...operator, em: 'away' })).toMatchObject({ ok: false, kind: 'em' });
  expect(jobCan.retry(job, { ...operator, now: Date.parse(job.autoRetryAt) })).toEqual({ ok: true });
});

test.each([
  ['running', 'running'],
  ['idle', 'not-failed'],
  ['never', 'never'],
  ['unknown', 'unknown'],
] as const)('a job that is %s cannot be retried', (state, kind) => {
  expect(jobCan.retry({ ...failed, state }, operator)).toMatchObject({ ok: false, kind });
});

test('a running job is stopped by an operator, once', () => {
  expect(taskCan.stop({ state: 'stopped' }, operator)).toMatchObject({ kind: 'over' });
  expect(taskCan.stop({ state: 'running' }, operator)).toEqual({ ok: true });
  expect(taskCan.stop({ state: 'running' }, { ...operator, role: 'viewer' })).toMatchObject({ kind: 'viewer' });
  expect(taskCan.stop({ state: 'running', stopRequestedBy: 'TECH\\ben' }, operator)).toMatchObject({
    kind: 'stop-requested',
    reason: 'TECH\\ben has already requested a stop.',
  });
});

test('a task can be ended from its acceptance until it has triggered, by an operator', () => {
  expect(taskCan.cancel({ state: 'requested' }, operator)).toMatchObject({ kind: 'too-early' });
  expect(taskCan.cancel({ state: 'accepted' }, operator)).toEqual({ ok: true });
  expect(taskCan.cancel({ state: 'accepted' }, { ...operator, role: 'viewer' })).toMatchObject({ kind: 'viewer' });
  expect(taskCan.cancel({ state: 'triggered' }, operator)).toMatchObject({ kind: 'too-late' });
  expect(taskCan.cancel({ state: 'unseen' }, operator)).toMatchObject({ kind: 'too-late' });
  expect(taskCan.cancel({ state: 'succeeded' }, operator)).toMatchObject({ kind: 'over' });
});

test('an operator may release the job of any open retry, nobody that of one that is over', () => {
  for (const state of openRetryStates) expect(taskCan.release({ state }, operator)).toEqual({ ok: true });
  expect(taskCan.release({ state: 'unseen' }, { ...operator, role: 'viewer' })).toMatchObject({ kind: 'viewer' });
  expect(taskCan.release({ state: 'refused' }, operator)).toMatchObject({ kind: 'over' });
});

test('while the journal is not responding nothing can be requested, and the reason names it', () => {
  const silent: Actor = { ...operator, journal: 'not-responding' };
  const answers = [
    jobCan.retry(failed, silent),
    taskCan.cancel({ state: 'accepted' }, silent),
    taskCan.release({ state: 'unseen' }, silent),
    taskCan.stop({ state: 'running' }, silent),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({ kind: 'journal', reason: expect.stringContaining('journal') });
  }
  expect(jobCan.retry({ ...failed, state: 'idle' }, silent)).toMatchObject({ kind: 'not-failed' });
});

test('while Enterprise Manager is away nothing can be requested of it, but a job can be released', () => {
  const away: Actor = { ...operator, em: 'away' };
  const answers = [
    jobCan.retry(failed, away),
    taskCan.cancel({ state: 'accepted' }, away),
    taskCan.stop({ state: 'running' }, away),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({ kind: 'em', reason: expect.stringContaining('Enterprise Manager') });
  }
  expect(taskCan.release({ state: 'unseen' }, away)).toEqual({ ok: true });
});
