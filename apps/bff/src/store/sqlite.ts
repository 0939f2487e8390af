import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  type CompiledQuery,
  type Dialect,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { JournalWatch } from './journal-watch.ts';
import { keepFolderForOwner, makeOwnFile } from './own-files.ts';
import { isLocked, sqliteCause } from './sqlite-cause.ts';
import { ThreadedSqliteDriver } from './sqlite-driver.ts';
import { createSqliteThread, type Files, type Reply } from './sqlite-thread.ts';
import { StoreOpenError } from './store-error.ts';

/** SQLite rolls schema changes back like any other; Kysely's own adapter assumes otherwise. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** The driver orders those who write by itself, so that who reads need not wait for them. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** How long SQLite waits for somebody else's lock: our own writers wait for their turn instead. */
const BUSY_MS = 2_000;

/** Its name in DATA_DIR. */
export const STORE_FILE = 'retry-desk.sqlite';

export type EmbeddedStore = {
  dialect: Dialect;
  probe(): Promise<void>;
  /** Reads what the path of the store leads to now, past the connections that are open. */
  askAfresh(query: CompiledQuery, opened: Files | null): Promise<Pick<Reply, 'rows' | 'files'>>;
  /** Damage to its pages; reads all of them. */
  integrity(): Promise<string[]>;
  release(): void;
};

/**
 * The embedded store: one connection that writes, WAL with synchronous=FULL, so that what is acknowledged survives a power
 * cut, and one that reads. Both in threads of their own: nobody waits for a disk who does not ask it.
 * @throws StoreOpenError when DATA_DIR cannot be used, or another process holds it.
 */
export async function openSqlite(dataDir: string, watch: JournalWatch): Promise<EmbeddedStore> {
  const held = holdDirectory(dataDir);
  const file = join(dataDir, STORE_FILE);
  const writer = createSqliteThread({ file, readOnly: false, busyMs: BUSY_MS });
  const reader = createSqliteThread({ file, readOnly: true, busyMs: BUSY_MS });
  try {
    makeOwnFile(file);
    // Makes the file where there is none yet: the reader cannot.
    await writer.ask({ kind: 'run', sql: 'pragma schema_version', parameters: [], until: null });
  } catch (error) {
    await writer.close();
    held.close();
    throw new StoreOpenError(`The journal in DATA_DIR ${dataDir} cannot be opened: ${sqliteCause(error)}`, {
      cause: error,
    });
  }
  const driver = new ThreadedSqliteDriver({ writer, reader, watch });
  return {
    dialect: dialectOf(() => driver),
    probe: () => driver.probe(),
    askAfresh: (query, opened) => driver.askAfresh(query, opened),
    integrity: () => checkIntegrity(file),
    release: () => held.close(),
  };
}

/** In a thread of its own: it reads the whole file. */
async function checkIntegrity(file: string): Promise<string[]> {
  const thread = createSqliteThread({ file, readOnly: true, busyMs: BUSY_MS });
  try {
    const { rows = [] } = await thread.ask({ kind: 'run', sql: INTEGRITY, parameters: [], until: null });
    return integrityFaults(rows);
  } finally {
    await thread.close();
  }
}

const INTEGRITY = 'pragma integrity_check';

/** SQLite's own check of its pages: https://sqlite.org/pragma.html#pragma_integrity_check */
export function integrityFaults(rows: readonly unknown[]): string[] {
  const lines = rows.map((row) => String(Object.values(Object(row))[0]));
  return lines.length === 1 && lines[0] === 'ok' ? [] : lines;
}

/** The embedded store for reading only, beside the process that holds it. @throws StoreOpenError when there is none. */
export function readSqlite(dataDir: string): Dialect {
  try {
    const database = new DatabaseSync(join(dataDir, STORE_FILE), { readOnly: true, timeout: 5_000 });
    const base = new SqliteDialect({ database: asKyselyDatabase(database) });
    return dialectOf(() => base.createDriver());
  } catch (error) {
    throw new StoreOpenError(`There is no journal to read in DATA_DIR ${dataDir}: ${textOf(error)}.`, { cause: error });
  }
}

function unusable(dataDir: string, error: unknown): StoreOpenError {
  return new StoreOpenError(`DATA_DIR ${dataDir} cannot be used: ${sqliteCause(error)}`, { cause: error });
}

/** A second file, locked for as long as we live: the kernel lets go of it even after kill -9, and backups can still read the journal. */
function holdDirectory(dataDir: string): DatabaseSync {
  let lock: DatabaseSync;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    keepFolderForOwner(dataDir);
    makeOwnFile(join(dataDir, 'retry-desk.lock'));
    lock = new DatabaseSync(join(dataDir, 'retry-desk.lock'), { timeout: 0 });
  } catch (error) {
    throw unusable(dataDir, error);
  }
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!isLocked(error)) throw unusable(dataDir, error);
    throw new StoreOpenError(
      `DATA_DIR ${dataDir} is in use by another Retry Desk process. Stop that process, or give this one its own DATA_DIR; ` +
        'several processes share one journal only through DATABASE_URL (PostgreSQL).',
      { cause: error },
    );
  }
}

function dialectOf(createDriver: () => Driver): Dialect {
  return {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver,
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** node:sqlite behind the interface of better-sqlite3 that Kysely expects. */
function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = database.prepare(text);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}

function values(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return value;
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`SQLite takes text, numbers, bytes and null, not ${typeof value}`);
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
