import { expect, test } from 'vitest';
import { line, lines, nameOf } from './text.ts';

test.each(['', 'Flur <2>', 'Büro 二', 'a\u2028b', '😀'])('%j is a line', (text) => {
  expect(line(20).safeParse(text).success).toBe(true);
});

test.each(['\0', 'a\0b', 'a\nb', 'a\tb', '\u001b[31m', '\u007f', '\u0085', '\ud800', 'a\udc00'])(
  '%j is no line',
  (text) => {
    expect(line(20).safeParse(text).success).toBe(false);
  },
);

test('several lines may be broken and indented, and hold no other control character', () => {
  expect(lines(20).safeParse('one\r\n\ttwo\n').success).toBe(true);
  for (const text of ['\0', 'one\u001btwo', '\u0085', 'one\ud800'])
    expect(lines(20).safeParse(text).success).toBe(false);
});

test('a name loses the space around it and must have something left', () => {
  expect(nameOf(4).parse(' \t Flur\n')).toBe('Flur');
  for (const text of ['', ' \n ', 'a\nb', '\0', 'Flure']) expect(nameOf(4).safeParse(text).success).toBe(false);
});

test('text that is longer or shorter than wanted is refused', () => {
  expect([line(3, 1).safeParse('').success, line(3, 1).safeParse('abc').success]).toEqual([false, true]);
  expect([line(3).safeParse('abcd').success, lines(3).safeParse('abcd').success]).toEqual([false, false]);
});
