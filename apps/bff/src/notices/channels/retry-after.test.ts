import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-01-31T04:00:00Z');

test.each([
  [null, null],
  ['', null],
  ['soon', null],
  ['0', 0],
  ['120', 120_000],
  ['86400', 900_000],
  ['99999999999999999999999', 900_000],
  ['Sat, 31 Jan 2026 04:00:30 GMT', 30_000],
  ['Sat, 31 Jan 2026 03:00:00 GMT', 0],
  ['Sun, 01 Feb 2026 04:00:00 GMT', 900_000],
])('Retry-After %j waits %j ms', (header, wait) => {
  expect(retryAfterMs(header, now)).toBe(wait);
});
