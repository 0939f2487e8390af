import { openRetryStates } from '@retry-desk/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleMachine, sampleNewRun, sampleRow, sampleTask } from './samples.ts';
import { isFinal, mayGo } from './state-machine.ts';
import { decide, type View } from './verdict.ts';

const patience = { verdictMs: 120_000, giveUpMs: 3_600_000 };
const nothing: View = {
  task: null,
  run: null,
  machines: null,
  machinesPending: false,
  provenRefusal: false,
  complete: true,
  waitedMs: 0,
};
const finished = (success: boolean) =>
  sampleTask({ state: 'finished', stateText: 'Finished', result: { success, message: 'What EM says.' } });
const over = (result: 'success' | 'warning' | 'failed') =>
  sampleNewRun({ state: 'stopped', result, resultText: result, endedAt: 1, progress: 100 });

describe('what a look at Enterprise Manager means', () => {
  test.each([
    ['requested', { task: sampleTask() }, 'accepted'],
    ['requested', { run: sampleNewRun() }, 'running'],
    ['requested', { provenRefusal: true }, 'refused'],
    ['requested', { waitedMs: 120_000 }, 'unconfirmed'],
    ['accepted', { task: finished(true) }, 'triggered'],
    ['accepted', { task: finished(false) }, 'refused'],
    ['accepted', { task: finished(false), run: sampleNewRun() }, 'refused'],
    ['accepted', { task: 'lost', run: sampleNewRun() }, 'running'],
    ['accepted', { task: 'lost', waitedMs: 120_000 }, 'unseen'],
    ['accepted', { task: sampleTask({ state: 'finished', result: null }), waitedMs: 120_000 }, 'unseen'],
    ['triggered', { waitedMs: 120_000 }, 'unseen'],
    ['triggered', { run: over('failed'), machines: [] }, 'failed'],
    ['unseen', { run: sampleNewRun() }, 'running'],
    ['unseen', { waitedMs: 3_600_000 }, 'unconfirmed'],
    ['running', { run: over('success'), machines: [] }, 'succeeded'],
    ['running', { run: over('warning'), machines: [] }, 'warning'],
    ['running', { run: 'gone', waitedMs: 3_600_000 }, 'unconfirmed'],
  ] as const)('%s with %j becomes %s', (state, seen, to) => {
    expect(decide(sampleRow({ state }), { ...nothing, ...seen }, patience)).toMatchObject({ kind: 'move', to });
  });

  test.each([
    ['requested', { waitedMs: 119_999 }],
    ['requested', { waitedMs: 120_000, complete: false }],
    ['accepted', { task: sampleTask(), waitedMs: 9_000_000 }],
    ['accepted', { task: sampleTask({ state: 'operation-finished' }), waitedMs: 9_000_000 }],
    ['accepted', { task: sampleTask({ state: 'finished', result: null }), waitedMs: 119_999 }],
    ['unseen', { waitedMs: 3_599_999 }],
    ['running', { run: sampleNewRun(), waitedMs: 9_000_000 }],
    ['running', { run: 'gone', waitedMs: 120_000 }],
    ['running', { run: over('failed'), machinesPending: true }],
  ] as const)('%s with %j stays', (state, seen) => {
    expect(decide(sampleRow({ state }), { ...nothing, ...seen }, patience)).toMatchObject({ kind: 'stay' });
  });

  test('a retry that failed keeps the reasons of its machines and how many there were', () => {
    const machines = [
      sampleMachine(),
      sampleMachine({ id: 'result-2', machine: 'ora02', result: 'failed', reason: 'No space left.' }),
    ];
    const verdict = decide(sampleRow({ state: 'running' }), { ...nothing, run: over('failed'), machines }, patience);
    expect(JSON.parse(verdict.set?.run ?? '')).toMatchObject({
      machinesTotal: 2,
      machinesDone: 2,
      reasons: [{ machine: 'ora02', text: 'No space left.' }],
    });
  });

  test('whatever is seen, only moves of the state machine come out, and a state ends in few steps', () => {
    const views = fc.record<View>({
      task: fc.constantFrom(null, 'lost' as const, sampleTask(), finished(true), finished(false)),
      run: fc.constantFrom(null, 'gone' as const, sampleNewRun(), over('success'), over('warning'), over('failed')),
      machines: fc.constantFrom(null, [sampleMachine()]),
      machinesPending: fc.boolean(),
      provenRefusal: fc.boolean(),
      complete: fc.boolean(),
      waitedMs: fc.nat(4_000_000),
    });
    fc.assert(
      fc.property(fc.constantFrom(...openRetryStates), views, (start, view) => {
        let state: ReturnType<typeof sampleRow>['state'] = start;
        for (let step = 0; step < 8; step += 1) {
          if (isFinal(state)) return;
          const verdict = decide(sampleRow({ state }), view, patience);
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
