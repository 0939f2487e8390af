import { expect, test } from 'vitest';
import { keyedHash } from './secrets.ts';
import { createSessionNames } from './session-names.ts';

const secretOf = (cookieHeader: string) => cookieHeader.split('=')[1] ?? null;

test('a session is named as the store knows it, the first time and ever after, on any connection', () => {
  const nameOf = createSessionNames('key', secretOf);
  const [one, other] = [{}, {}];
  for (const [secret, connection] of [
    ['one', one],
    ['two', one],
    ['one', one],
    ['one', one],
    ['two', other],
    ['one', other],
    ['onf', other],
  ] as const) {
    expect(nameOf(`us=${secret}`, connection)).toBe(keyedHash('key', 'session', secret));
  }
});

test('a header without a secret names nobody, whatever the connection said before', () => {
  const nameOf = createSessionNames('key', secretOf);
  const connection = {};
  nameOf('us=one', connection);
  for (let time = 0; time < 2; time += 1) expect(nameOf('nothing', connection)).toBeNull();
});
