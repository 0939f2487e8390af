import { expect, test } from 'vitest';
import { readStart, startChoices, startOf, startText } from './shift-search.ts';

const visit = '2026-11-29T17:58:12.000Z';
const read = (search: string) => readStart(new URLSearchParams(search));

test.each([
  ['', ''],
  ['since=day', 'day'],
  ['since=week', 'week'],
  ['since=hour', ''],
  ['since=2026-11-29T18:58:12%2B01:00', visit],
  ['since=2026', ''],
  ['since=2026-11-29Tnonsense', ''],
])('the address %j begins at %j', (search, start) => {
  expect(read(search)).toBe(start);
});

test('a span becomes a moment, 18:00 is left to the server', () => {
  const now = Date.parse('2026-11-30T08:00:30Z');
  expect(startOf('', now)).toBeUndefined();
  expect(startOf('day', now)).toBe('2026-11-29T08:00:00.000Z');
  expect(startOf(visit, now)).toBe(visit);
});

test('a moment of a link is a choice of its own, the last visit is not one twice', () => {
  expect(startChoices('', null)).toEqual(['', 'day', 'week']);
  expect(startChoices(visit, '2026-11-29T17:58:12Z')).toEqual(['', visit, 'day', 'week']);
  expect(startChoices('2026-11-28T00:00:00.000Z', visit)).toEqual([
    '',
    visit,
    'day',
    'week',
    '2026-11-28T00:00:00.000Z',
  ]);
});

test('a moment to begin at has its year, the last visit too', () => {
  expect(startText('2025-12-03T01:00:00.000Z', null, 'utc')).toBe('Wed, 3 Dec 2025, 01:00');
  expect(startText(visit, visit, 'utc')).toBe('my last visit, Sun, 29 Nov 2026, 17:58');
  expect(startText('', visit, 'utc')).toBe('the last 18:00');
});
