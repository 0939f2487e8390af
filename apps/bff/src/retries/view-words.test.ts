import { expect, test } from 'vitest';
import { sampleMachine, sampleNewRun, sampleRow, sampleTask } from './samples.ts';
import { nothingSeen, type View } from './view.ts';
import { endStateOf, waitingFor } from './view-words.ts';

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
