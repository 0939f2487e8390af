import { expect, test } from 'vitest';
import { DAY, HOUR, NOON } from '../../../tests/board-samples.ts';
import { dayOf, RunCounts } from './hourly-counts.ts';

test('counts of hours and days are dropped with the retained runs', () => {
  const counts = new RunCounts();
  const today = dayOf(NOON);
  for (let ago = 0; ago < 40; ago += 1) {
    counts.countedHour(today - ago * DAY, ago);
    counts.countedDay(today - ago * DAY, 100 + ago);
  }
  counts.forgetBefore(today - 31 * DAY + HOUR);
  for (let ago = 0; ago < 40; ago += 1) {
    const [begin, isCounted] = [today - ago * DAY, ago <= 31];
    expect(counts.closed(begin, begin + HOUR)).toBe(isCounted ? ago : undefined);
    expect(counts.day(begin)).toBe(isCounted ? 100 + ago : undefined);
  }
});
