import { expect, test } from 'vitest';
import { instantOf, offsetAt } from './time-zone.ts';

const HOUR = 3_600_000;

/** An instant in UTC for a time of a clock in a zone. */
function instant(zone: string | undefined, wall: string): string {
  return new Date(instantOf(zone, Date.parse(`${wall}Z`))).toISOString().slice(0, 16);
}

test.each([
  ['2026-03-28T22:00', '2026-03-28T21:00'],
  ['2026-03-29T01:30', '2026-03-29T00:30'],
  // Between two and three there was no such hour.
  ['2026-03-29T02:30', '2026-03-29T01:30'],
  ['2026-03-29T03:30', '2026-03-29T01:30'],
  ['2026-03-29T22:00', '2026-03-29T20:00'],
  ['2026-10-25T01:30', '2026-10-24T23:30'],
  // That hour came twice.
  ['2026-10-25T02:30', '2026-10-25T01:30'],
  ['2026-10-25T03:30', '2026-10-25T02:30'],
])('in Vienna the clocks show %s at %s', (wall, utc) => {
  expect(instant('Europe/Vienna', wall)).toBe(utc);
});

test.each([
  ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30'],
  ['America/New_York', '2026-11-01T01:30', '2026-11-01T06:30'],
  ['Australia/Sydney', '2026-04-05T02:30', '2026-04-04T16:30'],
  ['Australia/Sydney', '2026-10-04T02:30', '2026-10-03T16:30'],
  ['Asia/Kolkata', '2026-01-01T00:15', '2025-12-31T18:45'],
  [undefined, '2026-03-29T02:30', '2026-03-29T02:30'],
])('in %s the clocks show %s at %s', (zone, wall, utc) => {
  expect(instant(zone, wall)).toBe(utc);
});

test('clocks are ahead of UTC by an hour in winter and by two in summer', () => {
  const change = Date.UTC(2026, 2, 29, 1);
  expect([change - 1, change].map((at) => offsetAt('Europe/Vienna', at) / HOUR)).toEqual([1, 2]);
});
