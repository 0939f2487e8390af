import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '#store/open-store.ts';
import { keepForOwner } from '#store/own-files.ts';

/** As many characters as SESSION_SECRET must have. */
const shortest = 32;

/**
 * The key session ids are hashed with: the configured one, else one made once and kept in the shared store or, with the
 * embedded one, in the data folder.
 * @throws Error in words for the administrator where what is kept is no secret.
 */
export async function sessionSecret(configured: string | undefined, dataDir: string, store: Store): Promise<string> {
  if (configured !== undefined) return configured;
  return store.kind === 'postgres' ? sharedSecret(store) : ownSecret(dataDir);
}

function fresh(): string {
  return randomBytes(48).toString('base64url');
}

/** All processes need the same one: whoever comes first makes it. */
async function sharedSecret({ db }: Store): Promise<string> {
  const name = 'session';
  await db
    .insertInto('shared_secrets')
    .values({ name, value: fresh() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db.selectFrom('shared_secrets').select('value').where('name', '=', name).executeTakeFirstOrThrow();
  return row.value;
}

function ownSecret(dataDir: string): string {
  const path = join(dataDir, 'session-secret');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two processes that start at once, one makes it and both read it.
    writeFileSync(path, fresh(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'EEXIST')) throw error;
  }
  keepForOwner(path);
  const kept = readFileSync(path, 'utf8').trim();
  if (kept.length < shortest) {
    throw new Error(`${path} holds no session secret (a disk that was full?): delete it, and a new one is made.`);
  }
  return kept;
}
