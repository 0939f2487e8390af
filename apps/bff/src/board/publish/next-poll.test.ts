import { expect, test } from 'vitest';
import { pollAfterMs } from './next-poll.ts';

const settings = { pollMs: 10_000, retryPollMs: 2_000 };
const [anna, ben] = ['TECH\\anna', 'TECH\\ben'];
const nobody = new Set<string>();

test('people are told to ask when the next read has ended, and a little later', () => {
  expect(pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: 6_300, failed: false, settings })).toBe(6_500);
});

test('a retry is asked for as often as it is followed, and twice as often by who waits for it', () => {
  const requesters = new Set([anna]);
  expect(pollAfterMs({ requesters, user: ben, pollEndsInMs: 6_300, failed: false, settings })).toBe(2_000);
  expect(pollAfterMs({ requesters, user: anna, pollEndsInMs: 6_300, failed: false, settings })).toBe(1_000);
  expect(pollAfterMs({ requesters, user: ben, pollEndsInMs: 800, failed: false, settings })).toBe(1_000);
});

test('a read that is overdue is asked for more often, but not all the time', () => {
  expect(pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: 0, failed: false, settings })).toBe(2_000);
  expect(pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: -60_000, failed: false, settings })).toBe(2_000);
});

test('a read that is far away is not waited for', () => {
  expect(
    pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: Number.POSITIVE_INFINITY, failed: false, settings }),
  ).toBe(10_000);
});

test('after a read that failed people are not told to wait as long as that one took', () => {
  expect(pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: 14_000, failed: true, settings })).toBe(2_000);
});
