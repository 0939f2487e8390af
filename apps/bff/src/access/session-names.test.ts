import { expect, test } from 'vitest';
import { keyedHash } from './secrets.ts';
import { createSessionNames } from './session-names.ts';

test('a session is named as the store knows it, the first time and ever after', () => {
  const nameOf = createSessionNames('key');
  for (const secret of ['one', 'other', 'one']) expect(nameOf(secret)).toBe(keyedHash('key', 'session', secret));
});
