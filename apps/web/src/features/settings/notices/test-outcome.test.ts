import { expect, test } from 'vitest';
import { testOutcome } from './test-outcome.ts';

const pending = { state: 'pending', error: null, receipt: null } as const;

test('only a delivery that was confirmed is good, whatever the list is', () => {
  const delivered = { ...pending, state: 'delivered', receipt: 'INC 7' } as const;
  expect(testOutcome(delivered, true)).toEqual({ mark: 'ok', text: 'Test delivered as INC 7' });
  expect(testOutcome(delivered, false)).toMatchObject({ mark: 'ok' });
  for (const isCurrent of [true, false])
    for (const delivery of [undefined, pending, { ...pending, error: 'answered 503' }])
      expect(testOutcome(delivery, isCurrent).mark).not.toBe('ok');
});

test('a test that waits is not one that failed, and neither is known from a list that is out of date', () => {
  expect(testOutcome(pending, true).text).toBe('Test requested, not sent yet …');
  expect(testOutcome({ ...pending, error: 'answered 503' }, true).text).toBe(
    'Not delivered: answered 503. It is tried again.',
  );
  expect(testOutcome(pending, false)).toMatchObject({ mark: 'unknown' });
  expect(testOutcome(undefined, false)).toMatchObject({ mark: 'unknown' });
  expect(testOutcome({ ...pending, state: 'given-up', error: 'answered 400' }, false)).toEqual({
    mark: 'failed',
    text: 'Test given up: answered 400.',
  });
});
