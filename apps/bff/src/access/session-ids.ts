import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { isSameSecret } from '#same-secret.ts';
import { keyedHash, newSecret } from './secrets.ts';

/** Secrets whose keyed hash is cached. */
export const MOST_SESSION_IDS = 5_000;

export type SessionIds = {
  /** The keyed hash by which the store finds the session of a Cookie header; null where the header has none. */
  of(cookieHeader: string, connection: object): string | null;
  /** The number of cached secrets. */
  readonly size: number;
};

/**
 * A cache of session ids, because a keyed hash for every request would cost more than the rest of a ready answer. The
 * cache is addressed by another hash with a salt of this process, so that the time of a look-up reveals nothing about a
 * secret. The last header of each connection is cached too: without that an id costs 3.1 µs instead of 0.6 of the 13 µs
 * of a 304, which would bring the 304 of `pnpm bench serve` from 0.43 down to 0.36, below its goal of 0.4. `secretOf`
 * finds the secret in the header.
 */
export function createSessionIds(key: string, secretOf: (cookieHeader: string) => string | null): SessionIds {
  const salt = newSecret();
  const cached = new LRUCache<string, string>({ max: MOST_SESSION_IDS });
  const last = new WeakMap<object, { cookieHeader: string; id: string | null }>();

  function idOf(secret: string): string {
    const address = hash('sha256', salt + secret, 'base64url');
    const known = cached.get(address);
    if (known !== undefined) return known;
    const id = keyedHash(key, 'session', secret);
    cached.set(address, id);
    return id;
  }

  return {
    of(cookieHeader, connection) {
      const before = last.get(connection);
      if (before !== undefined && isSameSecret(before.cookieHeader, cookieHeader)) return before.id;
      const secret = secretOf(cookieHeader);
      const id = secret === null ? null : idOf(secret);
      last.set(connection, { cookieHeader, id });
      return id;
    },
    get size() {
      return cached.size;
    },
  };
}
