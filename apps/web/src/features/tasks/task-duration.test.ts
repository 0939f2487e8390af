import { expect, test } from 'vitest';
import { madeTask } from '#lib/test-rows.ts';
import { taskDuration } from './task-duration.ts';

const now = Date.parse('2026-11-23T09:00:00.000Z');

test('an open retry takes until now, an ended one took until its last step', () => {
  expect(taskDuration(madeTask(1), now)).toBe('1 h 00 min');
  const end = { state: 'succeeded', at: '2026-11-23T08:06:12.000Z', evidence: null } as const;
  expect(taskDuration(madeTask(1, { state: 'succeeded', steps: [end] }), now)).toBe('6 min 12 s');
});
