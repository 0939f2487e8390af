import { expect, test } from 'vitest';
import { keyedHash } from './secrets.ts';
import { createSessionNames, isSameText, MOST_NAMES } from './session-names.ts';

const secretOf = (cookieHeader: string) => cookieHeader.split('=')[1] ?? null;

test('a session is named as the store knows it, the first time and ever after, on any connection', () => {
  const names = createSessionNames('key', secretOf);
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
    expect(names.of(`us=${secret}`, connection)).toBe(keyedHash('key', 'session', secret));
  }
});

test('a header without a secret names nobody, whatever the connection said before', () => {
  const names = createSessionNames('key', secretOf);
  const connection = {};
  names.of('us=one', connection);
  for (let time = 0; time < 2; time += 1) expect(names.of('nothing', connection)).toBeNull();
});

test('of very many secrets only so many are remembered, and each is named right', () => {
  const names = createSessionNames('key', secretOf);
  for (let made = 0; made < MOST_NAMES + 20; made += 1) names.of(`us=${made}`, {});
  expect(names.size).toBe(MOST_NAMES);
  expect(names.of('us=0', {})).toBe(keyedHash('key', 'session', '0'));
});

test('texts of one length are compared to their ends, wherever they differ', () => {
  const known = 'abcdefgh';
  const looksAt = (asked: string) => {
    let looks = 0;
    const counted = {
      length: asked.length,
      charCodeAt(at: number) {
        looks += 1;
        return asked.charCodeAt(at);
      },
    };
    return [isSameText(known, counted), looks];
  };
  expect(looksAt('abcdefgh')).toEqual([true, known.length]);
  expect(looksAt('Xbcdefgh')).toEqual([false, known.length]);
  expect(looksAt('abcdefgX')).toEqual([false, known.length]);
  expect(looksAt('abc')).toEqual([false, 0]);
});
