import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import { chosenRows, type SeenRows, seenRows } from './chosen-rows.ts';

const [first, second] = [madeJob(1), madeJob(2)];
const ids = new Set([second.id, first.id]);
const none: SeenRows = new Map();

test('chosen jobs are shown as they are now, in the order they were chosen in', () => {
  const seen = seenRows(none, ids, [[first]], []);
  const newer = madeJob(1, { streak: 9 });
  expect(chosenRows(ids, seenRows(seen, ids, [[second, first], [newer]], [first]))).toEqual({
    jobs: [second, newer],
    gone: new Set(),
  });
});

test('one that leaves every list stays by name, as it was last seen', () => {
  const seen = seenRows(none, ids, [[first, second]], []);
  expect(chosenRows(ids, seenRows(seen, ids, [[second]], []))).toEqual({
    jobs: [second, first],
    gone: new Set([first.id]),
  });
});

test('one that was selected in a row that is only drawn still is shown as gone', () => {
  expect(chosenRows(ids, seenRows(none, ids, [[second]], [first, second]))).toEqual({
    jobs: [second, first],
    gone: new Set([first.id]),
  });
});

test('rows that were seen are never changed: another list makes another map, and the same list the same one', () => {
  const seen = seenRows(none, ids, [[first, second]], []);
  const before = new Map(seen);
  expect(seenRows(seen, ids, [[first], [second]], [])).toBe(seen);
  expect(seenRows(seen, ids, [[second]], [])).not.toBe(seen);
  expect(seenRows(seen, new Set(), [[second]], [])).toEqual(none);
  expect(seen).toEqual(before);
});
