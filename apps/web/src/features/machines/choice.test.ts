import { expect, test } from 'vitest';
import { moveChoice } from './choice.ts';

test('arrows lead through the list and round', () => {
  expect(moveChoice(null, 'ArrowDown', 3)).toBe(0);
  expect(moveChoice(2, 'ArrowDown', 3)).toBe(0);
  expect(moveChoice(null, 'ArrowUp', 3)).toBe(2);
  expect(moveChoice(0, 'ArrowUp', 3)).toBe(2);
});

test('paging stops at the ends', () => {
  expect(moveChoice(null, 'PageDown', 20)).toBe(7);
  expect(moveChoice(15, 'PageDown', 20)).toBe(19);
  expect(moveChoice(3, 'PageUp', 20)).toBe(0);
});

test('an empty list has nothing to choose and other keys change nothing', () => {
  expect(moveChoice(2, 'ArrowDown', 0)).toBeNull();
  expect(moveChoice(2, 'a', 3)).toBe(2);
});
