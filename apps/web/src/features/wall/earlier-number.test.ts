import { expect, test } from 'vitest';
import { earlierNumber, readMemory, remember } from './earlier-number.ts';

test('the earlier number is the last other one, with the last moment it was true', () => {
  let memory = remember([], 9, 1000);
  memory = remember(memory, 9, 2000);
  memory = remember(memory, 7, 3000);
  expect(earlierNumber(memory, 7, 4000)).toEqual({ count: 9, at: 2000 });
});

test('there is no earlier number before the number has changed', () => {
  expect(earlierNumber(remember([], 7, 1000), 7, 2000)).toBeNull();
});

test('a number of more than a day ago is forgotten', () => {
  const memory = remember(remember([], 9, 0), 7, 1000);
  expect(earlierNumber(memory, 7, 86_399_999)).toEqual({ count: 9, at: 0 });
  expect(earlierNumber(memory, 7, 86_400_000)).toBeNull();
});

test('an answer overtaken by a newer one is not noted', () => {
  const memory = remember([], 7, 5000);
  expect(remember(memory, 9, 4000)).toBe(memory);
});

test('the memory does not grow for ever', () => {
  let memory = remember([], 0, 0);
  for (let at = 1; at < 200; at += 1) memory = remember(memory, at, at);
  expect(memory).toHaveLength(50);
  expect(memory.at(-1)).toEqual({ count: 199, at: 199 });
});

test('a stored memory is read back and anything else is no memory', () => {
  expect(readMemory('[{"count":9,"at":1}]')).toEqual([{ count: 9, at: 1 }]);
  for (const text of [null, '', '{', '7', '[{"count":"9","at":1}]', '[null]']) expect(readMemory(text)).toEqual([]);
});
