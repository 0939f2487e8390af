import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Parameters } from '#http/exchange.ts';
import type { Fields } from './field.ts';
import { findRows } from './find-rows.ts';
import { questionOf } from './question.ts';

type Row = { id: number; name: string; end: number | null };
const fields: Fields<Row> = {
  name: { kind: 'text', of: (row) => row.name },
  endtime: { kind: 'time', of: (row) => row.end },
};
const rows: Row[] = [
  { id: 3, name: 'beta', end: null },
  { id: 1, name: 'Alpha', end: 20 },
  { id: 2, name: 'alpha', end: 10 },
];

function idsOf(search: string): number[] {
  const found = findRows(rows, fields, (row) => row.id, questionOf(new Parameters(search)));
  return found.slice(0, found.count).map(({ id }) => id);
}

test('rows nobody sorts come by their key', () => {
  expect(idsOf('')).toEqual([1, 2, 3]);
});

test('texts are sorted without case, equal ones stay as they were', () => {
  expect(idsOf('sortAsc=Name')).toEqual([1, 2, 3]);
  expect(idsOf('sortDesc=NAME')).toEqual([3, 1, 2]);
});

test('absent values come first, and last when descending', () => {
  expect(idsOf('sortAsc=EndTime')).toEqual([3, 2, 1]);
  expect(idsOf('sortDesc=EndTime')).toEqual([1, 2, 3]);
});

test('an unknown property to sort by is refused with 400', () => {
  expect(() => idsOf('sortAsc=Colour')).toThrow(expect.objectContaining({ status: 400 }));
});

test('the count is of all matches whatever the slice', () => {
  const found = findRows(rows, fields, (row) => row.id, questionOf(new Parameters('filter=Name==ALPHA')));
  expect(found.count).toBe(2);
  expect(found.slice(1, 5).map(({ id }) => id)).toEqual([2]);
  expect(found.slice(2, 4)).toEqual([]);
});

test('pages together hold every row once, in order', () => {
  const anyRow = fc.record({ id: fc.nat(), name: fc.constantFrom('a', 'A', 'b'), end: fc.option(fc.nat(5)) });
  fc.assert(
    fc.property(fc.array(anyRow), fc.integer({ min: 1, max: 7 }), (many, size) => {
      const found = findRows(many, fields, (row) => row.id, questionOf(new Parameters('sortDesc=EndTime')));
      const pages = [];
      for (let from = 0; from < found.count; from += size) pages.push(...found.slice(from, from + size));
      expect(new Set(pages)).toEqual(new Set(many));
      const ends = pages.map(({ end }) => end ?? -1);
      expect(ends).toEqual(ends.toSorted((left, right) => right - left));
    }),
  );
});
