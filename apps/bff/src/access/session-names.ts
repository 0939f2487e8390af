import { hash } from 'node:crypto';
import { BoundedMap } from '#bounded-map.ts';
import { keyedHash, newSecret } from './secrets.ts';

/** Secrets whose keyed hash is remembered. */
export const MOST_NAMES = 5_000;

export type SessionNames = {
  /** The keyed hash by which the store knows the session of a Cookie header; null where that has none. */
  of(cookieHeader: string, connection: object): string | null;
  /** How many secrets are remembered. */
  readonly size: number;
};

type Text = Pick<string, 'length' | 'charCodeAt'>;

/** Whether they are the same text; takes as long for one that differs at its end as for one that differs at its beginning. */
export function isSameText(known: Text, asked: Text): boolean {
  if (known.length !== asked.length) return false;
  let difference = 0;
  for (let at = 0; at < known.length; at += 1) difference |= known.charCodeAt(at) ^ asked.charCodeAt(at);
  return difference === 0;
}

/**
 * Names sessions without making that hash for every request: it costs more than all the rest of a ready answer. What a
 * connection said last is remembered, because it mostly says the same again. So is the hash of each secret, under another
 * one with a salt of this process, so that how long a look-up takes tells nothing of a secret. `secretOf` finds the secret.
 */
export function createSessionNames(key: string, secretOf: (cookieHeader: string) => string | null): SessionNames {
  const salt = newSecret();
  const known = new BoundedMap<string, string>(MOST_NAMES);
  const saidLast = new WeakMap<object, { cookieHeader: string; name: string | null }>();

  function nameOf(secret: string): string {
    const quick = hash('sha256', salt + secret, 'base64url');
    const name = known.get(quick);
    if (name !== undefined) return name;
    const made = keyedHash(key, 'session', secret);
    known.set(quick, made);
    return made;
  }

  return {
    of(cookieHeader, connection) {
      const said = saidLast.get(connection);
      if (said !== undefined && isSameText(said.cookieHeader, cookieHeader)) return said.name;
      const secret = secretOf(cookieHeader);
      const name = secret === null ? null : nameOf(secret);
      saidLast.set(connection, { cookieHeader, name });
      return name;
    },
    get size() {
      return known.size;
    },
  };
}
