import { hash } from 'node:crypto';
import { BoundedMap } from '#bounded-map.ts';
import { keyedHash, newSecret } from './secrets.ts';

/** Secrets whose keyed hash is remembered. */
const MOST_NAMES = 5_000;

/**
 * The keyed hash by which the store knows a session, without making it for every request: it costs ten times what the plain
 * one does. It is remembered under a hash with a salt of this process, so that how long a look-up takes tells nothing of a
 * secret.
 */
export function createSessionNames(key: string): (secret: string) => string {
  const salt = newSecret();
  const known = new BoundedMap<string, string>(MOST_NAMES);

  return (secret) => {
    const quick = hash('sha256', salt + secret, 'base64url');
    const name = known.get(quick);
    if (name !== undefined) return name;
    const made = keyedHash(key, 'session', secret);
    known.set(quick, made);
    return made;
  };
}
