import { expect, test } from 'vitest';
import { signInRequest } from './session.ts';

test.each([1, 64, 1_024])('a password of %d characters is taken as it is, with blanks around it', (length) => {
  const password = ` ${'ü'.repeat(length)}`.slice(0, length - 1).concat(' ');
  expect(signInRequest.parse({ username: 'anna', password }).password).toBe(password);
});

test('one that is longer is refused, not cut', () => {
  expect(signInRequest.safeParse({ username: 'anna', password: 'x'.repeat(1_025) }).success).toBe(false);
});
