import { causeOf } from '@retry-desk/failure-causes';
import { expect, test } from 'vitest';
import type { FailedFor } from './failing-jobs.ts';
import { type EndedRun, retryOutcome } from './retry-outcome.ts';

const full = causeOf('There is not enough space on the disk.');
const locked = causeOf('Item [a.vbk] is locked by running session Daily [Backup Copy]');
const mute = causeOf('Failed');

function failedFor(cause: FailedFor['cause'], ...machines: string[]): FailedFor {
  return { cause, machines };
}

const good = (...machines: string[]) => machines.map((machine) => ({ machine, result: 'success' as const }));

const cases: [title: string, failed: string[], run: EndedRun, outcome: ReturnType<typeof retryOutcome>][] = [
  ['a good run with its machine', ['a'], { result: 'success', machines: good('a', 'b'), failedFor: [] }, 'backed-up'],
  [
    'a run with a warning for its machine',
    ['a'],
    { result: 'warning', machines: [{ machine: 'a', result: 'warning' }], failedFor: [] },
    'backed-up',
  ],
  [
    'a good run that leaves its machine out',
    ['a'],
    { result: 'success', machines: good('b'), failedFor: [] },
    'unclear',
  ],
  [
    'a good run with one of its two machines',
    ['a', 'b'],
    { result: 'success', machines: good('a'), failedFor: [] },
    'unclear',
  ],
  ['a good run of unknown machines', ['a'], { result: 'success', machines: null, failedFor: [] }, null],
  [
    'a good run after a failure without machines',
    [''],
    { result: 'success', machines: null, failedFor: [] },
    'backed-up',
  ],
  [
    'a run that failed for it again',
    ['a'],
    { result: 'failed', machines: null, failedFor: [failedFor(locked, 'b'), failedFor(full, 'a')] },
    'same-cause',
  ],
  [
    'a run that failed for another cause',
    ['a'],
    { result: 'failed', machines: null, failedFor: [failedFor(locked, 'a')] },
    'another-cause',
  ],
  [
    'a run that failed without a reason',
    ['a'],
    { result: 'failed', machines: null, failedFor: [failedFor(mute, 'a')] },
    'unclear',
  ],
];

test.each(cases)('%s', (_title, failed, run, outcome) => {
  expect(retryOutcome(full.key, failed, run)).toBe(outcome);
});

test('a reason that says nothing is no cause that comes again', () => {
  const run: EndedRun = { result: 'failed', machines: null, failedFor: [failedFor(mute, 'a')] };
  expect(retryOutcome(mute.key, ['a'], run)).toBe('unclear');
});
