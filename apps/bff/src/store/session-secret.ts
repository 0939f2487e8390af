import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { keepForOwner } from './own-files.ts';
import type { Database } from './schema.ts';

/** As many characters as SESSION_SECRET must have. */
const shortest = 32;
/** Its name in the data folder, and in the shared store. */
export const SECRET_FILE = 'session-secret';
const SECRET_NAME = 'session';

function fresh(): string {
  return randomBytes(48).toString('base64url');
}

/** The secret of several processes where none is configured: the first one makes it, all read it. */
export async function sharedSecret(db: Kysely<Database>): Promise<string> {
  await db
    .insertInto('shared_secrets')
    .values({ name: SECRET_NAME, value: fresh() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await readSharedSecret(db);
  if (made === null) throw new Error('the session secret is missing in the shared store');
  return made;
}

/** PostgreSQL's code for a table that does not exist. */
const NO_TABLE = '42P01';

/** The same where it has been made; null where not. */
export async function readSharedSecret(db: Kysely<Database>): Promise<string | null> {
  const read = db.selectFrom('shared_secrets').select('value').where('name', '=', SECRET_NAME).executeTakeFirst();
  const row = await read.catch((error: unknown) => {
    // No server has been started on this database yet.
    if (error instanceof Error && Reflect.get(error, 'code') === NO_TABLE) return undefined;
    throw error;
  });
  return row?.value ?? null;
}

/**
 * The secret of one process where none is configured, made once and stored in the data folder.
 * @throws Error in plain words for the administrator where the file holds no secret.
 */
export function ownSecret(dataDir: string): string {
  const path = join(dataDir, SECRET_FILE);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two processes that start at once, one makes it and both read it.
    writeFileSync(path, fresh(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'EEXIST')) throw error;
  }
  keepForOwner(path);
  return readSecret(path);
}

/** The same where it has been made; null where not. */
export function readOwnSecret(dataDir: string): string | null {
  const path = join(dataDir, SECRET_FILE);
  return existsSync(path) ? readSecret(path) : null;
}

function readSecret(path: string): string {
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < shortest) {
    throw new Error(`${path} holds no session secret (a disk that was full?): delete it, and a new one is made.`);
  }
  return secret;
}
