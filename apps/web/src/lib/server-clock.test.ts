import { expect, test } from 'vitest';
import { narrow } from './server-clock.ts';

test('each answer narrows the window in which the true difference lies', () => {
  const ahead = 90_000;
  let window: ReturnType<typeof narrow> | null = null;
  for (const sentAt of [10_150, 25_820, 47_490, 60_999]) {
    const date = Math.floor((sentAt + 40 + ahead) / 1000) * 1000;
    window = narrow(window, { date, sentAt, receivedAt: sentAt + 80 });
    expect(window.from).toBeLessThanOrEqual(ahead);
    expect(window.to).toBeGreaterThanOrEqual(ahead);
  }
  expect((window?.to ?? 0) - (window?.from ?? 0)).toBeLessThan(500);
});

test('a clock that was set starts the window anew', () => {
  const before = narrow(null, { date: 1_000_000, sentAt: 0, receivedAt: 10 });
  expect(narrow(before, { date: 5_000, sentAt: 5_000, receivedAt: 5_010 })).toEqual({ from: -10, to: 1000 });
});
