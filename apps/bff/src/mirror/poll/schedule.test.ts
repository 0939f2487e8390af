import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, NOON } from '../../../tests/board-samples.ts';
import { CHECK_INTERVALS, CheckSchedule, watermark } from './schedule.ts';

test('each check is due one interval after the beginning, and again one interval after it was taken', () => {
  const plan = new CheckSchedule();
  for (const [check, everyMs] of [
    ['hours', CHECK_INTERVALS.hours],
    ['day', CHECK_INTERVALS.day],
  ] as const) {
    expect(plan.take(check, 0)).toBe(false);
    expect(plan.take(check, everyMs - 1)).toBe(false);
    expect(plan.take(check, everyMs)).toBe(true);
    expect(plan.take(check, everyMs)).toBe(false);
    expect(plan.take(check, 2 * everyMs)).toBe(true);
  }
});

describe('the watermark', () => {
  test("is Enterprise Manager's own newest event, even where our clock is ahead", () => {
    expect(watermark(NOON - HOUR, NOON, NOON)).toBe(NOON - HOUR);
  });

  test('does not follow a backup server whose clock runs ahead', () => {
    expect(watermark(NOON + 365 * DAY, NOON - MINUTE, NOON)).toBe(NOON - MINUTE);
  });

  test('is our own time where nothing is known', () => {
    expect(watermark(null, null, NOON)).toBe(NOON);
  });
});
