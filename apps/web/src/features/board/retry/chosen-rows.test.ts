import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import { chosenRows } from './chosen-rows.ts';

const [first, second] = [madeJob(1), madeJob(2)];
const ids = new Set([second.id, first.id]);

test('chosen jobs are shown as they are now, in the order they were chosen in', () => {
  const seen = new Map([[first.id, first]]);
  const newer = madeJob(1, { streak: 9 });
  expect(chosenRows(ids, [[second, first], [newer]], [first], seen)).toEqual({
    jobs: [second, newer],
    gone: new Set(),
  });
});

test('one that leaves every list stays by name, as it was last seen', () => {
  const seen = new Map();
  chosenRows(ids, [[first, second]], [], seen);
  expect(chosenRows(ids, [[second]], [], seen)).toEqual({ jobs: [second, first], gone: new Set([first.id]) });
});

test('one that was selected in a row that is only drawn still is shown as gone', () => {
  expect(chosenRows(ids, [[second]], [first, second], new Map())).toEqual({
    jobs: [second, first],
    gone: new Set([first.id]),
  });
});
