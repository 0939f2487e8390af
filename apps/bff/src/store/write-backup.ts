import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readOwnSecret } from './session-secret.ts';
import { STORE_FILE } from './sqlite.ts';
import { sqliteCause } from './sqlite-cause.ts';
import { StoreOpenError } from './store-error.ts';

/** Rows of `shared_secrets` that only a backup of the embedded store has. */
export const BACKUP_ROW = 'backup';
export const BACKUP_SECRET_ROW = 'session';

export type Backup = {
  /** Whether the session secret is in it: it is not where it is configured. */
  hasSecret: boolean;
};

type Order = { dataDir: string; sessionSecret: string | undefined; file: string; version: string; now: number };

/**
 * Copies the embedded store as it is at one moment, with the session secret, into one file for this account alone; the
 * server may go on writing.
 * @throws StoreOpenError in plain words where that is not possible; then there is no file
 */
export function backUp({ dataDir, sessionSecret, file, version, now }: Order): Backup {
  const own = sessionSecret === undefined ? readOwnSecret(dataDir) : null;
  const source = openSource(dataDir);
  try {
    makeFile(file);
    try {
      source.prepare('vacuum into ?').run(file);
      sealBackup(file, own, JSON.stringify({ version, at: new Date(now).toISOString() }));
    } catch (error) {
      for (const name of [file, `${file}-journal`]) rmSync(name, { force: true });
      throw new StoreOpenError(`The backup ${file} cannot be written: ${sqliteCause(error)}`, { cause: error });
    }
    return { hasSecret: own !== null };
  } finally {
    source.close();
  }
}

function openSource(dataDir: string): DatabaseSync {
  const path = join(dataDir, STORE_FILE);
  try {
    const source = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    source.exec('select 1 from chain_heads');
    return source;
  } catch (error) {
    throw new StoreOpenError(`There is no journal to back up in DATA_DIR ${dataDir}: ${sqliteCause(error)}`, {
      cause: error,
    });
  }
}

/** SQLite writes into a file that is there and empty, and leaves its rights as they are. */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const isThere = error instanceof Error && Reflect.get(error, 'code') === 'EEXIST';
    throw new StoreOpenError(
      isThere
        ? `${file} is there already and is not overwritten: give another name.`
        : `The backup ${file} cannot be written (${why}).`,
      { cause: error },
    );
  }
}

function sealBackup(file: string, secret: string | null, about: string): void {
  const copy = new DatabaseSync(file);
  try {
    copy.exec('pragma journal_mode = delete; pragma synchronous = full');
    const insert = copy.prepare('insert into shared_secrets (name, value) values (?, ?)');
    insert.run(BACKUP_ROW, about);
    if (secret !== null) insert.run(BACKUP_SECRET_ROW, secret);
  } finally {
    copy.close();
  }
}
