import { openRetryStates } from '@retry-desk/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RetryRow } from '#store/retry-tables.ts';
import { sampleMachine, sampleNewRun, sampleRow, sampleTask, T0 } from './samples.ts';
import { isFinal, mayGo } from './state-machine.ts';
import { decide } from './verdict.ts';
import { nothingSeen, type View } from './view.ts';

const bounds = { verdictMs: 120_000, giveUpMs: 3_600_000, stillMs: 86_400_000, longestRunMs: 864_000_000 };
const nothing: View = { ...nothingSeen, response: 'answered' };
const finished = (success: boolean) =>
  sampleTask({ state: 'finished', stateText: 'Finished', result: { success, message: 'The words of EM.' } });
const over = (result: 'success' | 'warning' | 'failed' | 'none') =>
  sampleNewRun({ state: 'stopped', result, resultText: result, endedAt: 1, progress: 100 });

const uncollected = sampleTask({ state: 'operation-finished', stateText: 'OperationFinished' });
const mute = sampleTask({ state: 'finished', stateText: 'Finished', result: null });
const done = { em_task_id: 'task-1', em_state: 'Finished', em_success: 1 };
const asked = { em_task_id: 'task-1', em_state: 'OperationFinished' };
/** The tasks known before the request could not be counted. */
const uncounted = { baseline: JSON.stringify({ runIds: [], oldestAt: null, newestAt: null, taskMark: null }) };
const none = sampleNewRun({ state: 'stopped', result: 'none', resultText: 'None' });
const cancelled = [sampleMachine({ result: 'failed', reason: 'Operation was canceled by user TECH\\anna.' })];

type Case = [state: RetryRow['state'], row: Partial<RetryRow>, seen: Partial<View>];

describe('the consequence of a check of Enterprise Manager', () => {
  test.each<[...Case, string]>([
    ['requested', {}, { task: sampleTask() }, 'accepted'],
    ['requested', {}, { task: 'lost', run: sampleNewRun() }, 'running'],
    ['requested', {}, { task: 'absent', provenRefusal: true }, 'refused'],
    ['requested', {}, { task: 'absent', waitedMs: 120_000 }, 'unconfirmed'],
    ['requested', {}, { task: 'unavailable', waitedMs: 120_000 }, 'unconfirmed'],
    ['accepted', asked, { task: finished(true) }, 'triggered'],
    ['accepted', asked, { task: finished(false) }, 'refused'],
    ['accepted', asked, { task: finished(false), run: sampleNewRun() }, 'refused'],
    ['accepted', { ...done, em_success: 0 }, {}, 'refused'],
    ['accepted', asked, { task: 'lost', run: sampleNewRun() }, 'running'],
    ['accepted', asked, { task: 'unavailable', run: sampleNewRun() }, 'running'],
    ['accepted', asked, { task: uncollected, run: sampleNewRun() }, 'running'],
    ['accepted', asked, { task: 'lost', waitedMs: 120_000 }, 'unseen'],
    ['accepted', asked, { task: 'unavailable', waitedMs: 120_000 }, 'unseen'],
    ['accepted', asked, { task: mute, waitedMs: 120_000 }, 'unseen'],
    ['accepted', asked, { task: uncollected, waitedMs: 3_600_000 }, 'unconfirmed'],
    ['accepted', { ...asked, cancelled_by: 'ben' }, { task: 'deleted', cancelled: true }, 'stopped'],
    ['accepted', asked, { task: sampleTask({ runId: 'run-new' }), run: sampleNewRun() }, 'running'],
    ['triggered', done, { waitedMs: 120_000 }, 'unseen'],
    ['triggered', done, { run: over('failed'), machines: [] }, 'failed'],
    ['unseen', done, { run: sampleNewRun() }, 'running'],
    ['unseen', done, { waitedMs: 3_600_000 }, 'unconfirmed'],
    ['unseen', asked, { task: finished(false) }, 'refused'],
    ['running', done, { run: over('success'), machines: [] }, 'succeeded'],
    ['running', done, { run: over('warning'), machines: [] }, 'warning'],
    ['running', done, { run: over('failed'), machines: cancelled }, 'stopped'],
    ['running', done, { run: none, waitedMs: 120_000 }, 'stopped'],
    ['running', done, { run: 'gone', waitedMs: 120_000 }, 'unconfirmed'],
    ['running', done, { run: 'unavailable', waitedMs: 3_600_000 }, 'unconfirmed'],
    ['running', done, { run: sampleNewRun(), waitedMs: 86_400_000 }, 'unconfirmed'],
    ['running', done, { run: sampleNewRun(), runMs: 864_000_000 }, 'unconfirmed'],
    ['running', asked, { task: 'lost', run: over('success') }, 'succeeded'],
    ['running', asked, { task: 'lost', run: { ...over('success'), isRetry: false } }, 'unconfirmed'],
    ['running', asked, { task: mute, run: { ...over('failed'), isRetry: false } }, 'unconfirmed'],
    ['running', {}, { task: 'lost', run: over('success') }, 'succeeded'],
    ['running', {}, { task: 'lost', run: { ...over('success'), isRetry: false } }, 'unconfirmed'],
    ['running', uncounted, { task: 'lost', run: over('success') }, 'unconfirmed'],
    ['running', asked, { task: 'unavailable', run: over('success'), waitedMs: 120_000 }, 'succeeded'],
    [
      'running',
      asked,
      { task: 'unavailable', run: { ...over('success'), isRetry: false }, waitedMs: 120_000 },
      'unconfirmed',
    ],
    [
      'running',
      asked,
      { task: 'unavailable', run: { ...over('none'), isRetry: false }, waitedMs: 120_000 },
      'unconfirmed',
    ],
    ['running', asked, { task: uncollected, run: over('success'), waitedMs: 3_600_000 }, 'unconfirmed'],
    ['running', asked, { task: finished(false), run: over('success') }, 'refused'],
    ['running', {}, { task: 'absent', run: over('success'), waitedMs: 120_000 }, 'unconfirmed'],
    [
      'accepted',
      asked,
      { response: 'errors', task: 'unavailable', run: 'unavailable', waitedMs: 3_600_000 },
      'unconfirmed',
    ],
    ['triggered', done, { response: 'errors', run: 'unavailable', waitedMs: 3_600_000 }, 'unconfirmed'],
    ['running', done, { response: 'silence', run: 'unavailable', waitedMs: 86_400_000 }, 'unconfirmed'],
  ])('%s, %j with %j becomes %s', (state, row, seen, to) => {
    expect(decide(sampleRow({ state, ...row }), { ...nothing, ...seen }, bounds)).toMatchObject({ kind: 'move', to });
  });

  test.each<Case>([
    ['requested', {}, { task: 'absent', waitedMs: 119_999 }],
    ['requested', {}, { task: 'absent', run: sampleNewRun() }],
    ['requested', {}, { task: 'absent', waitedMs: 120_000, response: null }],
    ['requested', {}, { task: 'unavailable', waitedMs: 120_000, response: 'silence' }],
    ['requested', {}, { task: 'unavailable', waitedMs: 120_000, response: 'errors' }],
    ['accepted', asked, { task: sampleTask(), waitedMs: 3_599_999 }],
    ['accepted', asked, { task: sampleTask(), run: over('success') }],
    ['accepted', { ...asked, em_success: 1 }, { task: uncollected, waitedMs: 120_000 }],
    ['accepted', asked, { task: mute, waitedMs: 119_999 }],
    ['unseen', done, { waitedMs: 3_599_999 }],
    ['running', done, { run: sampleNewRun(), waitedMs: 86_399_999 }],
    ['running', done, { run: 'gone', waitedMs: 119_999 }],
    ['running', done, { run: over('failed'), machinesPending: true }],
    ['running', asked, { task: uncollected, run: over('success'), waitedMs: 3_599_999 }],
    ['running', asked, { task: 'unavailable', run: over('success'), waitedMs: 119_999 }],
    ['running', {}, { task: 'absent', run: over('success'), waitedMs: 119_999 }],
  ])('%s, %j with %j stays', (state, row, seen) => {
    expect(decide(sampleRow({ state, ...row }), { ...nothing, ...seen }, bounds)).toMatchObject({ kind: 'stay' });
  });

  test('where nothing proves whose run it was, the retry becomes unconfirmed with that run named', () => {
    const row = sampleRow({ state: 'running', ...uncounted });
    const verdict = decide(row, { ...nothing, task: 'lost', run: over('failed'), machines: [] }, bounds);
    expect(verdict).toMatchObject({ to: 'unconfirmed', set: { run_id: 'run-new' } });
    expect(verdict.evidence).toMatch(
      /a run of 2026-01-31T08:00:10.000Z ended with failed, and whether it is this retry’s/,
    );
  });

  test('the message of an unfinished task does not stand beside the end of the retry', () => {
    const row = sampleRow({ state: 'running', ...asked, em_message: 'OperationFinished' });
    const verdict = decide(row, { ...nothing, task: 'lost', run: over('success'), machines: [] }, bounds);
    expect(verdict.set).toMatchObject({ em_state: null, em_message: null });
  });

  test('the run that the task links to takes the place of one that was only new', () => {
    const row = sampleRow({ state: 'running', ...asked, run_id: 'run-other', run: '{}' });
    const linking = { ...finished(true), runId: 'run-own' };
    expect(decide(row, { ...nothing, task: linking }, bounds).set).toMatchObject({ run_id: 'run-own', run: null });
  });

  test('a run link that appears after the retry became unseen is stored: its run is waited for', () => {
    const row = sampleRow({ state: 'unseen', ...asked });
    const linking = { ...finished(true), runId: 'run-own' };
    expect(decide(row, { ...nothing, task: linking }, bounds).set).toMatchObject({ run_id: 'run-own', em_success: 1 });
  });

  test('a task that goes on after its cancellation can be cancelled again', () => {
    const row = sampleRow({ state: 'accepted', ...asked, cancel_phase: 'unknown', cancelled_at: 1 });
    const view = { ...nothing, task: sampleTask(), waitedMs: 120_000 };
    expect(decide(row, view, bounds)).toMatchObject({ kind: 'stay', set: { cancel_phase: null } });
  });

  test('a retry that failed keeps the reasons of its machines and how many there were', () => {
    const machines = [
      sampleMachine(),
      sampleMachine({ id: 'result-2', machine: 'ora02', result: 'failed', reason: 'No space left.' }),
    ];
    const verdict = decide(
      sampleRow({ state: 'running', ...done }),
      { ...nothing, run: over('failed'), machines },
      bounds,
    );
    expect(JSON.parse(verdict.set?.run ?? '')).toMatchObject({
      machinesTotal: 2,
      machinesDone: 2,
      reasons: [{ machine: 'ora02', text: 'No space left.' }],
    });
  });

  test('a check leads to moves of the state machine alone, whatever it finds, and a state ends in few steps', () => {
    const views = fc.record<View>({
      task: fc.constantFrom(
        ...([null, 'lost', 'deleted', 'unavailable', 'absent'] as const),
        ...[sampleTask(), uncollected, mute, finished(true), finished(false)],
      ),
      run: fc.constantFrom(
        null,
        'gone' as const,
        'unavailable' as const,
        sampleNewRun(),
        over('success'),
        over('warning'),
        over('failed'),
      ),
      machines: fc.constantFrom(null, [sampleMachine()]),
      machinesPending: fc.boolean(),
      provenRefusal: fc.boolean(),
      cancelled: fc.boolean(),
      response: fc.constantFrom('answered', 'errors', 'silence', null),
      notBefore: fc.constantFrom(null, T0),
      highest: fc.nat(100),
      runMs: fc.nat(900_000_000),
      waitedMs: fc.nat(90_000_000),
    });
    fc.assert(
      fc.property(fc.constantFrom(...openRetryStates), views, (start, view) => {
        let state: ReturnType<typeof sampleRow>['state'] = start;
        for (let step = 0; step < 8; step += 1) {
          if (isFinal(state)) return;
          const verdict = decide(sampleRow({ state }), view, bounds);
          if (verdict.kind === 'stay') return;
          expect(mayGo(state, verdict.to), `${state} to ${verdict.to}`).toBe(true);
          state = verdict.to;
        }
        expect.unreachable(`no end after eight steps from ${start}`);
      }),
      { numRuns: 2_000 },
    );
  });
});
