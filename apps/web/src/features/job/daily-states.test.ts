import { expect, test } from 'vitest';
import { countDays, daysOf } from './daily-states.ts';

test('the last letter is today and the first one 29 days ago', () => {
  const days = daysOf(`F${'S'.repeat(28)}R`);
  expect(days[0]).toEqual({ daysAgo: 29, state: 'failed' });
  expect(days.at(-1)).toEqual({ daysAgo: 0, state: 'running' });
});

test('a day without a run has no state and an unknown letter is unknown', () => {
  expect(daysOf('NX').map(({ state }) => state)).toEqual([null, 'unknown']);
});

test('days are counted by what they came to', () => {
  expect(countDays(daysOf('UUUSSFWNNR'))).toEqual({ failed: 1, warning: 1, ok: 2, none: 2, unread: 3 });
});
