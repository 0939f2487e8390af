import { expect, test } from 'vitest';
import { SharedClock } from './shared-clock.ts';

const HOUR = 3_600_000;

test('the time comes from the database, and while it does not answer its clock is carried on', async () => {
  const clock = new SharedClock(async () => Date.now() - HOUR);
  await clock.start();
  expect(Math.abs(clock.now() - (Date.now() - HOUR))).toBeLessThan(60_000);
  clock.stop();

  const alone = new SharedClock(() => Promise.reject(new Error('away')));
  await alone.start();
  expect(Math.abs(alone.now() - Date.now())).toBeLessThan(60_000);
  alone.stop();
});

test('a wall clock that is set while the process runs changes nothing', async () => {
  const clock = new SharedClock(async () => 1_760_000_000_000);
  await clock.start();
  const wall = Date.now;
  try {
    Date.now = () => wall() + 24 * HOUR;
    const [first, second] = [clock.now(), clock.now()];
    expect(first - 1_760_000_000_000).toBeLessThan(HOUR);
    expect(second).toBeGreaterThanOrEqual(first);
  } finally {
    Date.now = wall;
    clock.stop();
  }
});
