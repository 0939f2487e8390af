import { isSameSecret } from '#same-secret.ts';
import { personOfAccount } from './account-name.ts';
import type { Cookies } from './cookies.ts';
import { keyedHash } from './secrets.ts';

/**
 * Browsers on which an account has signed in with its password before ("device cookies", OWASP). They have tries of
 * their own within the limit of the account, so that guesses from elsewhere do not lock out its owner.
 */
export type KnownDevices = {
  /** Whether this account has signed in on the browser that sends this Cookie header. */
  has(cookieHeader: string | undefined, account: string): boolean;
  /** The Set-Cookie that lets the browser be known by this account, and by those who signed in on it before. */
  remember(cookieHeader: string | undefined, account: string): string;
};

/** Accounts that one browser is known by at most: a desk that several share. */
const MOST_ACCOUNTS = 8;
const KNOWN_FOR_MS = 180 * 24 * 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** A mark opens nothing and does not reveal its account: it is a day, and a keyed hash of account and day. */
export function createKnownDevices(deps: { cookies: Cookies; key: string; clock: { now(): number } }): KnownDevices {
  const { cookies, key, clock } = deps;

  function markOf(account: string, day: number): string {
    return `${day}.${keyedHash(key, 'known-device', `${personOfAccount(account)}\n${day}`)}`;
  }

  function marksIn(cookieHeader: string | undefined): { day: number; mark: string }[] {
    const marks = (cookies.read(cookieHeader, 'known-device') ?? '').split('~').slice(0, MOST_ACCOUNTS);
    return marks
      .map((mark) => ({ mark, day: Number(/^(\d{1,6})\./.exec(mark)?.[1]) }))
      .filter(({ day }) => Math.abs(clock.now() - day * DAY_MS) <= KNOWN_FOR_MS);
  }

  const isOf = (account: string, { day, mark }: { day: number; mark: string }) =>
    isSameSecret(markOf(account, day), mark);

  return {
    has: (cookieHeader, account) => marksIn(cookieHeader).some((each) => isOf(account, each)),
    remember(cookieHeader, account) {
      const others = marksIn(cookieHeader).filter((each) => !isOf(account, each));
      const own = markOf(account, Math.floor(clock.now() / DAY_MS));
      const marks = [own, ...others.map(({ mark }) => mark)].slice(0, MOST_ACCOUNTS);
      return cookies.keepKnownDevice(marks.join('~'), KNOWN_FOR_MS);
    },
  };
}
