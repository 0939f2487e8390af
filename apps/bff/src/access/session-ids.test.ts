import { expect, test } from 'vitest';
import { keyedHash } from './secrets.ts';
import { createSessionIds, MOST_SESSION_IDS } from './session-ids.ts';

const secretOf = (cookieHeader: string) => cookieHeader.split('=')[1] ?? null;

test('the id of a session is the one in the store, the first time and every time after, on any connection', () => {
  const ids = createSessionIds('key', secretOf);
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
    expect(ids.of(`us=${secret}`, connection)).toBe(keyedHash('key', 'session', secret));
  }
});

test('a header without a secret has no session id, whatever came over the connection before', () => {
  const ids = createSessionIds('key', secretOf);
  const connection = {};
  ids.of('us=one', connection);
  for (let time = 0; time < 2; time += 1) expect(ids.of('nothing', connection)).toBeNull();
});

test('of very many secrets only so many are cached, and each gets the right id', () => {
  const ids = createSessionIds('key', secretOf);
  for (let made = 0; made < MOST_SESSION_IDS + 20; made += 1) ids.of(`us=${made}`, {});
  expect(ids.size).toBe(MOST_SESSION_IDS);
  expect(ids.of('us=0', {})).toBe(keyedHash('key', 'session', '0'));
});
