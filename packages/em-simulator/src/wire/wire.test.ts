import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wireOf, writeTime } from './wire.ts';

const NINE = Date.UTC(2026, 2, 11, 9);

test.each([
  [0, '2026-03-11T09:00:00Z', '2026-03-11T09:00:00Z'],
  [120, '2026-03-11T09:00:00.12Z', '2026-03-11T09:00:00.12084Z'],
  [500, '2026-03-11T09:00:00.5Z', '2026-03-11T09:00:00.5005Z'],
  [7, '2026-03-11T09:00:00.007Z', '2026-03-11T09:00:00.007049Z'],
  [1000, '2026-03-11T09:00:01Z', '2026-03-11T09:00:01Z'],
])('%d ms after nine is written by v12 and v13', (after, v12, v13) => {
  expect(writeTime(NINE + after, 'v12')).toBe(v12);
  expect(writeTime(NINE + after, 'v13')).toBe(v13);
});

test('the never of Enterprise Manager is written as it writes it', () => {
  expect(writeTime(Date.UTC(1753, 0), 'v12')).toBe('1753-01-01T00:00:00Z');
  expect(writeTime(Date.UTC(1753, 0), 'v13')).toBe('1753-01-01T00:00:00Z');
});

test.each([
  ['v12', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,2}[1-9])?Z$/],
  ['v13', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,5}[1-9])?Z$/],
] as const)(
  '%s writes no more digits than it has, none of them a trailing zero, and the same instant',
  (flavour, form) => {
    fc.assert(
      fc.property(fc.integer({ min: NINE, max: NINE + 1e10 }), (instant) => {
        const text = writeTime(instant, flavour);
        expect(text).toMatch(form);
        expect(Math.floor(Date.parse(text))).toBe(instant);
      }),
    );
  },
);

test('a fraction of a millisecond is not written', () => {
  expect(writeTime(NINE + 0.9, 'v13')).toBe('2026-03-11T09:00:00Z');
  expect(writeTime(NINE + 7.5, 'v12')).toBe('2026-03-11T09:00:00.007Z');
});

test('an XML declaration is written up to v12 unless given', () => {
  expect([wireOf('v12', {}).declaration, wireOf('v13', {}).declaration]).toEqual([true, false]);
  expect(wireOf('v13', { declaration: true }).declaration).toBe(true);
});
