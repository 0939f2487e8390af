import { expect, test } from 'vitest';
import { partWords } from './words-print.ts';

test('paper names which part of a list it is, and nothing where it is all of it', () => {
  expect(partWords({ shown: 50, older: false, newer: false })).toBeNull();
  expect(partWords({ shown: 50, older: true, newer: false })).toBe('The newest 50: older entries are not printed.');
  expect(partWords({ shown: 50, older: true, newer: true })).toBe(
    '50 entries: newer and older entries are not printed.',
  );
  expect(partWords({ shown: 9, older: false, newer: true })).toBe('9 entries: newer entries are not printed.');
});
