import { expect, test } from 'vitest';
import { sampleMachine, sampleNewRun, sampleRow, sampleTask } from './samples.ts';
import { nothingSeen, type View } from './view.ts';
import { endStateOf, provesItself, waitingFor } from './view-words.ts';

const words = 'Operation was canceled by user TECH\\anna.';
const failed = sampleNewRun({ state: 'stopped', result: 'failed', resultText: 'Failed', endedAt: 1 });
const answered: View = { ...nothingSeen, response: 'answered' };

test.each([
  ['no stop was asked for', null, 'Disk is full.', 'failed'],
  ['somebody stopped it in Veeam', null, words, 'stopped'],
  ['our stop was taken', 'answered', words, 'stopped'],
  ['our stop was taken, and a machine reports it in other words', 'answered', 'Job was aborted.', 'stopped'],
  ['our stop was taken, and no machine has a reason', 'answered', null, 'stopped'],
  ['our stop was taken after the run had failed, which had not been collected', 'answered', 'Disk is full.', 'failed'],
  ['our stop may never have been sent', 'sending', 'Disk is full.', 'failed'],
  ['the answer to our stop was lost', 'unknown', 'Disk is full.', 'failed'],
  ['the answer to our stop was lost, and it arrived', 'unknown', words, 'stopped'],
] as const)('a run that failed where %s', (_title, stop_phase, reason, end) => {
  const machines = [sampleMachine({ result: 'failed', reason }), sampleMachine({ result: 'success', reason: null })];
  expect(endStateOf(sampleRow({ state: 'running', stop_phase }), failed, machines)).toBe(end);
});

test('a run whose own message names a cancellation was stopped, whatever its machines show', () => {
  const cancelled = { ...failed, failureMessage: words };
  for (const machines of [null, [], [sampleMachine({ result: 'failed', reason: null })]])
    expect(endStateOf(sampleRow({ state: 'running' }), cancelled, machines)).toBe('stopped');
  const undone = [sampleMachine({ result: 'none', reason: words })];
  expect(endStateOf(sampleRow({ state: 'running' }), failed, undone)).toBe('stopped');
});

test.each([
  ['a person stopped before the run came to all machines', [words, null], 'stopped'],
  ['a person stopped, in other words', ['Job has been stopped by user TECH\\anna.', null], 'stopped'],
  ['one machine had failed before', [words, 'Disk is full.', null], 'failed'],
  ['no machine has a reason', [null, null], 'failed'],
] as const)('a run that %s', (_title, reasons, end) => {
  const machines = reasons.map((reason) => sampleMachine({ result: reason === null ? 'none' : 'failed', reason }));
  expect(endStateOf(sampleRow({ state: 'running' }), failed, machines)).toBe(end);
});

test('a stop that is requested again is waited for anew, and so is the cancellation of a task', () => {
  const running = (stop_at: number) => sampleRow({ state: 'running', stop_phase: 'answered', stop_at });
  const view = { ...answered, run: sampleNewRun() };
  expect(waitingFor(running(1), view)).not.toBe(waitingFor(running(2), view));
  const ending = (cancelled_at: number) => sampleRow({ state: 'accepted', cancel_phase: 'unknown', cancelled_at });
  const task = { ...answered, task: sampleTask() };
  expect(waitingFor(ending(1), task)).not.toBe(waitingFor(ending(2), task));
});

test.each([
  ['no stop was asked for', null, 'none', null],
  ['our stop was taken', 'answered', 'none', 'stopped'],
  ['the answer to our stop was lost', 'unknown', 'none', 'stopped'],
  ['our stop was taken, and its result is a word of a newer version', 'answered', 'unknown', 'stopped'],
  ['the answer to our stop was lost, and its result is a word of a newer version', 'unknown', 'unknown', null],
  ['our stop was taken too late', 'answered', 'warning', 'warning'],
] as const)('a run without a failure where %s', (_title, stop_phase, result, end) => {
  const run = sampleNewRun({ state: 'stopped', result, endedAt: 1 });
  expect(endStateOf(sampleRow({ state: 'running', stop_phase }), run, null)).toBe(end);
});

test('after our stop was taken a run has failed by itself only where every machine that failed has a reason of another kind', () => {
  const row = sampleRow({ state: 'running', stop_phase: 'answered' });
  const of = (...reasons: (string | null)[]) => reasons.map((reason) => sampleMachine({ result: 'failed', reason }));
  expect(endStateOf(row, failed, null)).toBe('stopped');
  expect(endStateOf(row, failed, [])).toBe('stopped');
  expect(endStateOf(row, failed, [sampleMachine({ result: 'success', reason: null })])).toBe('stopped');
  expect(endStateOf(row, failed, of('Disk is full.', 'Job was aborted.'))).toBe('stopped');
  expect(endStateOf(row, failed, of('Disk is full.', null))).toBe('stopped');
  expect(endStateOf(row, failed, of('Disk is full.', 'Out of memory.'))).toBe('failed');
  expect(endStateOf(row, { ...failed, failureMessage: 'Terminated.' }, of('Disk is full.'))).toBe('stopped');
  expect(endStateOf(row, { ...failed, failureMessage: 'Disk is full.' }, of('Disk is full.'))).toBe('failed');
});

test('a run whose message names no cancellation, with a machine that was never begun, has failed', () => {
  const row = sampleRow({ state: 'running' });
  const untouched = sampleMachine({ result: 'success', reason: words });
  expect(endStateOf(row, { ...failed, failureMessage: 'Disk is full.' }, null)).toBe('failed');
  expect(endStateOf(row, failed, null)).toBe('failed');
  expect(endStateOf(row, failed, [untouched])).toBe('failed');
});

test('a retry waits for one thing at a time, and for nothing before Enterprise Manager was asked', () => {
  const over = sampleNewRun({ state: 'stopped', result: 'success', endedAt: 1 });
  const running = sampleRow({ state: 'running' });
  const wait = (view: Partial<View>, row = running) => waitingFor(row, { ...answered, ...view });
  expect(waitingFor(running, nothingSeen)).toBeNull();
  expect([wait({ response: 'silence' }), wait({ response: 'errors' })]).toEqual(['silence', 'answers']);
  expect(wait({ run: over, machinesPending: true, task: 'absent' })).toBeNull();
  expect(wait({ run: over, task: 'absent' })).toBe('trace');
  expect(wait({ run: over, task: 'unavailable' }, sampleRow({ state: 'running', em_task_id: null }))).toBe('trace');
  expect(wait({ run: over, task: 'unavailable' }, sampleRow({ state: 'running', em_task_id: 'task-1' }))).toBe('word');
  expect(wait({ run: over, task: 'lost' })).toBeNull();
  expect(wait({ run: over, task: 'deleted' })).toBeNull();
  for (const result of ['none', 'unknown'] as const)
    expect(wait({ run: { ...over, result }, task: 'lost' })).toBe('result');
});

test('a run proves itself as a retry where the request was accepted or the tasks before it had been counted, and any run after a cancellation', () => {
  const [scheduled, retried] = [false, true].map((isRetry) => sampleNewRun({ isRetry }));
  if (scheduled === undefined || retried === undefined) throw new Error('two runs');
  const proofs = (row: ReturnType<typeof sampleRow>) => [provesItself(row, scheduled), provesItself(row, retried)];
  const accepted = { em_task_id: 'task-1', baseline: null };
  expect(proofs(sampleRow(accepted))).toEqual([false, true]);
  expect(proofs(sampleRow({ ...accepted, cancel_phase: 'unknown' }))).toEqual([true, true]);
  expect(proofs(sampleRow({ em_task_id: null }))).toEqual([false, true]);
  expect(proofs(sampleRow({ em_task_id: null, baseline: null }))).toEqual([false, false]);
});
