import { describe, expect, test } from 'vitest';
import type { Account } from './accounts.ts';
import { LogonSessions } from './logon-sessions.ts';

const MINUTE = 60_000;
const ANNA: Account = { username: 'TECH\\anna', password: 'x', role: 'Portal Administrator' };

function made(key = '1') {
  const clock = { at: 0, now: () => clock.at };
  return { clock, sessions: new LogonSessions(clock, key) };
}

function header(token: string) {
  return { 'x-restsvcsessionid': token };
}

describe('idle', () => {
  test('for 15 minutes a logon session is there, a moment longer it is gone', () => {
    const { clock, sessions } = made();
    const session = sessions.open(ANNA, 'v12');
    clock.at = 15 * MINUTE;
    expect(sessions.find(header(session.token))).toBe(session);
    clock.at += 15 * MINUTE + 1;
    expect(sessions.find(header(session.token))).toBeUndefined();
    clock.at = 0;
    expect(sessions.find(header(session.token))).toBeUndefined();
  });

  test('every call counts as use, the listing does not', () => {
    const { clock, sessions } = made();
    const [used, left] = [sessions.open(ANNA, 'v12'), sessions.open(ANNA, 'v12')];
    for (let call = 0; call < 5; call += 1) {
      clock.at += 10 * MINUTE;
      expect(sessions.find(header(used.token))).toBe(used);
      expect(sessions.all()).toEqual(call === 0 ? [used, left] : [used]);
    }
  });
});

describe('the token', () => {
  test('comes in the header or in the cookie', () => {
    const { sessions } = made();
    const session = sessions.open(ANNA, 'v12');
    for (const cookie of [
      `X-RestSvcSessionId=${session.token}`,
      `a=b; x-restsvcsessionid=${session.token}; c=d`,
      `X-RestSvcSessionId="${session.token}"`,
    ]) {
      expect(sessions.find({ cookie })).toBe(session);
    }
    expect(sessions.find({ cookie: `Not-X-RestSvcSessionId=${session.token}` })).toBeUndefined();
    expect(sessions.find({})).toBeUndefined();
  });

  test('of the cookie wins over that of the header, even where it is stale', () => {
    const { sessions } = made();
    const [first, second] = [sessions.open(ANNA, 'v12'), sessions.open(ANNA, 'v12')];
    const both = { ...header(first.token), cookie: `X-RestSvcSessionId=${second.token}` };
    expect(sessions.find(both)).toBe(second);
    sessions.close(second);
    expect(sessions.find(both)).toBeUndefined();
    expect(sessions.find(header(first.token))).toBe(first);
  });

  test('is the id in base64 up to v12 and another GUID from v13', () => {
    const { sessions } = made();
    const read = (token: string) => Buffer.from(token, 'base64').toString();
    const [old, young] = [sessions.open(ANNA, 'v12'), sessions.open(ANNA, 'v13')];
    expect(read(old.token)).toBe(old.id);
    expect(read(young.token)).toMatch(/^[0-9a-f-]{36}$/);
    expect(read(young.token)).not.toBe(young.id);
  });
});

test('the same key has the same ids in the same order, another has others', () => {
  const ids = ['1', '1', '2'].map((key) => {
    const { sessions } = made(key);
    return [sessions.open(ANNA, 'v12').id, sessions.open(ANNA, 'v12').id];
  });
  expect(ids[0]).toEqual(ids[1]);
  expect(ids[0]?.[0]).not.toBe(ids[0]?.[1]);
  expect(ids[2]).not.toEqual(ids[0]);
});

test('ids are not given out again after a restart', () => {
  const { sessions } = made();
  const before = sessions.open(ANNA, 'v12');
  sessions.closeAll();
  expect(sessions.all()).toEqual([]);
  expect(sessions.open(ANNA, 'v12').token).not.toBe(before.token);
});

test('every logon session has tasks of its own', () => {
  const { sessions } = made();
  const [first, second] = [sessions.open(ANNA, 'v12'), sessions.open(ANNA, 'v12')];
  expect(first.tasks).not.toBe(second.tasks);
});
