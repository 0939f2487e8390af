import { expect, test } from 'vitest';
import { pollDelay } from './poll-delay.ts';

const settings = { pollMs: 10_000, retryPollMs: 2_000 };
const last = { advances: false, follows: false, inVain: false, untried: false, tookMs: 300 };

test('an answered cycle is followed by the full interval, however long it took', () => {
  expect(pollDelay(last, settings)).toBe(10_000);
  expect(pollDelay({ ...last, tookMs: 30_000 }, settings)).toBe(10_000);
});

test('a timeout counts towards the interval, but for the shortest one', () => {
  const pauses = [300, 4_000, 9_000, 15_000].map((tookMs) => pollDelay({ ...last, inVain: true, tookMs }, settings));
  expect(pauses).toEqual([9_700, 6_000, 2_000, 2_000]);
});

test('after a skipped poll the next one comes as soon as allowed', () => {
  expect(pollDelay({ ...last, untried: true, tookMs: 0 }, settings)).toBe(2_000);
  expect(pollDelay({ ...last, untried: true, tookMs: 0 }, { ...settings, pollMs: 400 })).toBe(400);
});

test('the rest of the backfill, and the changes of another process, are read soon', () => {
  expect(pollDelay({ ...last, advances: true }, settings)).toBe(2_000);
  expect(pollDelay({ ...last, follows: true, inVain: true }, settings)).toBe(1_000);
  expect(pollDelay({ ...last, follows: true }, { ...settings, pollMs: 400 })).toBe(400);
});
