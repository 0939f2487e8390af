import { expect, test } from 'vitest';
import { madeTask } from '#lib/test-rows.ts';
import { fatesOf, urgentFirst } from './fates.ts';

test('outcomes of several retries are counted, with the backups first, also where there is none', () => {
  const refused = [1, 2].map((number) => madeTask(number, { state: 'refused' }));
  expect(fatesOf(refused)).toBe('0 backed up · 2 refused');
  const others = [madeTask(3), madeTask(4, { state: 'running' }), madeTask(5, { state: 'succeeded' })];
  expect(fatesOf([...refused, ...others])).toBe('1 backed up · 2 refused · 2 open');
});

test('outcomes that need a person stand first', () => {
  const refused = madeTask(1, { state: 'refused' });
  const done = madeTask(2, { state: 'succeeded' });
  expect(urgentFirst([done, refused])).toEqual([refused, done]);
});
