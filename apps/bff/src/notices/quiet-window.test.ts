import { expect, test } from 'vitest';
import { isQuiet, windowText } from './quiet-window.ts';

const vienna = { from: 22 * 60, to: 6 * 60, zone: 'Europe/Vienna' };
const at = (moment: string, window = vienna) => isQuiet(window, Date.parse(moment));

test('a window over midnight begins at its first minute and ends before its last, by the clock of its zone', () => {
  expect(at('2026-01-10T20:59:59Z')).toBe(false);
  expect(at('2026-01-10T21:00:00Z')).toBe(true);
  expect(at('2026-01-10T23:30:00Z')).toBe(true);
  expect(at('2026-01-11T04:59:59Z')).toBe(true);
  expect(at('2026-01-11T05:00:00Z')).toBe(false);
});

test('in summer it begins and ends an hour earlier in UTC, in the very night of the change, too', () => {
  expect(at('2026-07-10T20:00:00Z')).toBe(true);
  expect(at('2026-03-29T03:59:59Z')).toBe(true);
  expect(at('2026-03-29T04:00:00Z')).toBe(false);
  expect(at('2026-10-25T04:59:59Z')).toBe(true);
  expect(at('2026-10-25T05:00:00Z')).toBe(false);
});

test('an hour that is skipped is quiet for nobody, and one that is repeated is quiet twice', () => {
  const skipped = { ...vienna, from: 2 * 60, to: 3 * 60 };
  expect(['00:30', '00:59', '01:00', '01:30'].map((time) => at(`2026-03-29T${time}:00Z`, skipped))).toEqual([
    ...[false, false, false, false],
  ]);
  expect(['00:30', '01:30', '02:00'].map((time) => at(`2026-10-25T${time}:00Z`, skipped))).toEqual([true, true, false]);
});

test('a window within a day, and one that ends at midnight', () => {
  const noon = { from: 12 * 60, to: 13 * 60, zone: 'UTC' };
  expect(['11:59', '12:00', '12:59', '13:00'].map((time) => at(`2026-01-10T${time}:00Z`, noon))).toEqual([
    ...[false, true, true, false],
  ]);
  const evening = { from: 20 * 60, to: 0, zone: 'UTC' };
  expect(['19:59', '23:59', '00:00'].map((time) => at(`2026-01-10T${time}:00Z`, evening))).toEqual([
    false,
    true,
    false,
  ]);
});

test('its text is as it is configured', () => {
  expect(windowText(vienna)).toBe('22:00-06:00 Europe/Vienna');
});
