import { expect, test } from 'vitest';
import { pollAfterMs } from './next-poll.ts';

const settings = { pollMs: 10_000, retryPollMs: 2_000 };
const [anna, ben] = ['TECH\\anna', 'TECH\\ben'];
const nobody = new Set<string>();

test('the next poll of a page comes a little after the next poll of Enterprise Manager', () => {
  expect(pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: 6_300, failed: false, settings })).toBe(6_500);
});

test('an open retry is polled as often as it is followed, and twice as often by the person who requested it', () => {
  const requesters = new Set([anna]);
  expect(pollAfterMs({ requesters, user: ben, pollEndsInMs: 6_300, failed: false, settings })).toBe(2_000);
  expect(pollAfterMs({ requesters, user: anna, pollEndsInMs: 6_300, failed: false, settings })).toBe(1_000);
  expect(pollAfterMs({ requesters, user: ben, pollEndsInMs: 800, failed: false, settings })).toBe(1_000);
});

test('an overdue poll makes pages poll more often, but not all the time', () => {
  expect(pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: 0, failed: false, settings })).toBe(2_000);
  expect(pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: -60_000, failed: false, settings })).toBe(2_000);
});

test('a read that is far away is not waited for', () => {
  expect(
    pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: Number.POSITIVE_INFINITY, failed: false, settings }),
  ).toBe(10_000);
});

test('after a failed poll pages do not wait as long as that one took', () => {
  expect(pollAfterMs({ requesters: nobody, user: anna, pollEndsInMs: 14_000, failed: true, settings })).toBe(2_000);
});
