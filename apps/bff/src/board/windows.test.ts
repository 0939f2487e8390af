import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, NOON } from '../../tests/board-samples.ts';
import { WIDER, WindowPlan, watermark } from './windows.ts';

describe('wider windows', () => {
  test('the widest is due first, and counts for all', () => {
    const plan = new WindowPlan();
    const widest = plan.due(NOON);
    expect(widest).toBe(WIDER[0]);
    if (widest) plan.done(widest, NOON);
    expect(plan.due(NOON + 30_000)).toBeNull();
  });

  test('each comes back at its own beat', () => {
    const plan = new WindowPlan();
    const [month, day, hours] = WIDER;
    if (!month || !day || !hours) throw new Error('three windows');
    plan.done(month, NOON);
    expect(plan.due(NOON + MINUTE)).toBe(hours);
    plan.done(hours, NOON + MINUTE);
    expect(plan.due(NOON + 15 * MINUTE)).toBe(day);
    expect(plan.due(NOON + DAY)).toBe(month);
  });

  test('one that could not be read stays due', () => {
    const plan = new WindowPlan();
    expect(plan.due(NOON)).toBe(plan.due(NOON + HOUR));
  });
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
