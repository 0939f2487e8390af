import { expect, test } from 'vitest';
import { isReloadDue } from './reload.ts';

test('a wall reloads in the small hours and only once a night', () => {
  const night = new Date(2026, 0, 10, 3, 30);
  expect(isReloadDue(night.getTime() - 20 * 3_600_000, night)).toBe(true);
  expect(isReloadDue(night.getTime() - 20 * 60_000, night)).toBe(false);
  expect(isReloadDue(0, new Date(2026, 0, 10, 12, 0))).toBe(false);
});
