import { expect, test } from 'vitest';
import { HOUR, MINUTE, NOON } from '../../tests/board-samples.ts';
import { ForwardClock } from './monotonic-clock.ts';

test('time goes on with the clock, stands still where it is set back, and goes on from there', () => {
  const time = new ForwardClock();
  const shown = [NOON, NOON + MINUTE, NOON - HOUR, NOON - HOUR + MINUTE, NOON + MINUTE];
  expect(shown.map((now) => time.at(now) / MINUTE)).toEqual([0, 1, 1, 2, 62]);
});
