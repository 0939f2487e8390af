import { expect, test } from 'vitest';
import { isSameSecret } from './same-secret.ts';

test.each([
  ['abcdefgh', 'abcdefgh', true],
  ['abcdefgh', 'Xbcdefgh', false],
  ['abcdefgh', 'abcdefgX', false],
  ['abcdefgh', 'abc', false],
  ['ä', 'a', false],
  ['', '', true],
])('%j and %j are the same secret: %s', (known, given, same) => {
  expect(isSameSecret(known, given)).toBe(same);
});
