import { expect, test } from 'vitest';
import { pollDelay } from './poll-delay.ts';

const settings = { pollMs: 10_000, retryPollMs: 2_000 };
const last = { advances: false, follows: false, inVain: false, untried: false, tookMs: 300 };

test('a round that was answered is followed by a whole pause, however long it took', () => {
  expect(pollDelay(last, settings)).toBe(10_000);
  expect(pollDelay({ ...last, tookMs: 30_000 }, settings)).toBe(10_000);
});

test('what a round waited in vain counts as pause, but for the shortest one', () => {
  const pauses = [300, 4_000, 9_000, 15_000].map((tookMs) => pollDelay({ ...last, inVain: true, tookMs }, settings));
  expect(pauses).toEqual([9_700, 6_000, 2_000, 2_000]);
});

test('who was not even asked is asked as soon as that may be', () => {
  expect(pollDelay({ ...last, untried: true, tookMs: 0 }, settings)).toBe(2_000);
  expect(pollDelay({ ...last, untried: true, tookMs: 0 }, { ...settings, pollMs: 400 })).toBe(400);
});

test('history that is still to come, and what another process reads, is asked for soon', () => {
  expect(pollDelay({ ...last, advances: true }, settings)).toBe(2_000);
  expect(pollDelay({ ...last, follows: true, inVain: true }, settings)).toBe(1_000);
  expect(pollDelay({ ...last, follows: true }, { ...settings, pollMs: 400 })).toBe(400);
});
