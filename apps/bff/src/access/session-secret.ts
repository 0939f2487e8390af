import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As many characters as SESSION_SECRET must have. */
const shortest = 32;

/**
 * The key session ids are hashed with: the configured one, else one made once and kept in the data folder.
 * @throws Error in words for the administrator where what is kept is no secret.
 */
export function sessionSecret(configured: string | undefined, dataDir: string): string {
  if (configured !== undefined) return configured;
  const path = join(dataDir, 'session-secret');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two processes that start at once, one makes it and both read it.
    writeFileSync(path, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'EEXIST')) throw error;
  }
  const kept = readFileSync(path, 'utf8').trim();
  if (kept.length < shortest) {
    throw new Error(`${path} holds no session secret (a disk that was full?): delete it, and a new one is made.`);
  }
  return kept;
}
