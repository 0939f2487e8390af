import { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import type { Database } from './schema.ts';
import { openSqlite, readSqlite } from './sqlite.ts';
import { StoreOpenError } from './store-error.ts';

export type StoreKind = 'sqlite' | 'postgres';

export type Store = {
  db: Kysely<Database>;
  kind: StoreKind;
  /** The connections to a shared store, for libraries that bring statements of their own. */
  pool: Pool | null;
  close(): Promise<void>;
};

/**
 * Opens the store and brings its schema up to date: PostgreSQL where `databaseUrl` is given, else SQLite in `dataDir`,
 * which this process then holds alone.
 * @throws StoreOpenError in words for the administrator.
 */
export async function openStore(options: { databaseUrl?: string | undefined; dataDir: string }): Promise<Store> {
  return options.databaseUrl === undefined ? openEmbedded(options.dataDir) : openShared(options.databaseUrl);
}

/** The store as it is, beside a server that may be running: nothing is brought up to date, nothing locked. */
export async function openForReading(options: {
  databaseUrl?: string | undefined;
  dataDir: string;
}): Promise<Pick<Store, 'db' | 'close'>> {
  const { databaseUrl, dataDir } = options;
  const dialect = databaseUrl === undefined ? readSqlite(dataDir) : openPostgres(databaseUrl, () => undefined).dialect;
  const db = new Kysely<Database>({ dialect });
  return { db, close: () => db.destroy() };
}

async function openEmbedded(dataDir: string): Promise<Store> {
  const { dialect, release } = openSqlite(dataDir);
  const db = new Kysely<Database>({ dialect });
  let closed: Promise<void> | null = null;
  function close(): Promise<void> {
    closed ??= db.destroy().then(release);
    return closed;
  }
  try {
    await migrate(db, 'sqlite');
  } catch (error) {
    await close();
    throw new StoreOpenError(`The journal in DATA_DIR ${dataDir} cannot be brought up to date.`, { cause: error });
  }
  return { db, kind: 'sqlite', pool: null, close };
}

async function openShared(databaseUrl: string): Promise<Store> {
  // Idle connections that break are replaced by the pool; the next statement tells whoever needs it.
  const { dialect, pool } = openPostgres(databaseUrl, () => undefined);
  const db = new Kysely<Database>({ dialect });
  try {
    await migrate(db, 'postgres');
  } catch (error) {
    await db.destroy();
    throw new StoreOpenError(
      'The PostgreSQL of DATABASE_URL cannot be used: check its address, account and rights to create tables.',
      { cause: error },
    );
  }
  return { db, kind: 'postgres', pool, close: () => db.destroy() };
}
