import { expect, test } from 'vitest';
import { shiftAt } from './screen-care.ts';

const minute = 60_000;

test('the view stands still for three minutes and then stands elsewhere', () => {
  expect(shiftAt(2.99 * minute)).toEqual(shiftAt(0));
  for (let turn = 0; turn < 20; turn += 1) {
    expect(shiftAt((turn + 1) * 3 * minute)).not.toEqual(shiftAt(turn * 3 * minute));
  }
});

test('it moves by less than half a hundredth of the height and is as often left as right', () => {
  const shifts = Array.from({ length: 9 }, (_, turn) => shiftAt(turn * 3 * minute));
  expect(Math.max(...shifts.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]))).toBeLessThanOrEqual(5);
  expect(shifts.reduce((sum, { x }) => sum + x, 0)).toBe(0);
  expect(shifts.reduce((sum, { y }) => sum + y, 0)).toBe(0);
});
