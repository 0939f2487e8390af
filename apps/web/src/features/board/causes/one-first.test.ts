import type { Task } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { guidOf, madeJob, madeTask } from '#lib/test-rows.ts';
import { firstOutcome, firstTries, isRelevant, onFirstTries, rememberFirst } from './one-first.ts';

const cause = { key: 'full', title: 'Full', family: 'space', outcome: null };

function outcome(state: Task['state'], of: 'backed-up' | 'same-cause' | 'another-cause' | null) {
  return firstOutcome({ state, cause: { ...cause, outcome: of } }, 'full');
}

test('a first try worked, failed for the same cause or for another, and concludes nothing while it is open or where that is not shown', () => {
  expect(outcome('running', null)).toBe('open');
  expect(outcome('succeeded', 'backed-up')).toBe('worked');
  expect(outcome('warning', 'backed-up')).toBe('worked');
  expect(outcome('failed', 'same-cause')).toBe('same-cause');
  expect(outcome('failed', 'another-cause')).toBe('another-cause');
  expect([outcome('failed', null), outcome('refused', null), firstOutcome({ state: 'succeeded' }, 'full')]).toEqual([
    'over',
    'over',
    'over',
  ]);
});

test('a first try shows nothing about a cause that was not the widest of its job', () => {
  for (const of of ['backed-up', 'same-cause', 'another-cause'] as const)
    expect(firstOutcome({ state: 'failed', cause: { ...cause, outcome: of } }, 'another')).toBe('over');
});

test('a first try is remembered by its cause, a newer one in its place, and those who show it are notified', () => {
  let calls = 0;
  const stop = onFirstTries(() => {
    calls += 1;
  });
  rememberFirst('full', madeTask(1));
  rememberFirst('full', madeTask(2));
  stop();
  rememberFirst('away', madeTask(3));
  expect([calls, firstTries().size, firstTries().get('full')?.jobId]).toEqual([2, 2, guidOf(2)]);
});

test('a first try is shown until its job has run again, and half a day at most', () => {
  const run = {
    id: guidOf(7),
    progress: 100,
    result: 'success' as const,
    startedAt: '2026-11-23T08:00:10.000Z',
    endedAt: '2026-11-23T08:06:00.000Z',
    machinesTotal: 1,
    machinesDone: 1,
    reasons: [],
  };
  const task = madeTask(1, { state: 'succeeded', run });
  const now = Date.parse('2026-11-23T09:00:00.000Z');
  const at = (startedAt: string, id = guidOf(8)) => {
    const job = madeJob(1);
    return [{ ...job, run: job.run && { ...job.run, id, startedAt } }];
  };
  expect(isRelevant(task, task, [], now)).toBe(true);
  expect(isRelevant(task, task, at('2026-11-23T04:00:00.000Z'), now)).toBe(true);
  expect(isRelevant(task, task, at('2026-11-23T08:00:10.000Z', run.id), now)).toBe(true);
  expect(isRelevant(task, task, at('2026-11-23T08:40:00.000Z'), now)).toBe(false);
  expect(isRelevant(task, task, [], now + 12 * 3_600_000)).toBe(false);
});
