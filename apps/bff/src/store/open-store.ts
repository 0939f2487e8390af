import { Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { tableNames } from './expected-columns.ts';
import { JournalWatch } from './journal-watch.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import type { Database } from './schema.ts';
import { openSqlite, readSqlite } from './sqlite.ts';
import { StoreOpenError } from './store-error.ts';
import { createTurns, type Turns } from './turns.ts';

export type StoreKind = 'sqlite' | 'postgres';

export type Store = {
  db: Kysely<Database>;
  kind: StoreKind;
  /** The connections to a shared store, for libraries that bring statements of their own. */
  pool: Pool | null;
  /** Whether it responds. */
  watch: JournalWatch;
  /** Exports read one slice at a time, all of them in turn, so that none keeps anybody else from the store. */
  exports: Turns;
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
  const dialect =
    databaseUrl === undefined
      ? readSqlite(dataDir)
      : openPostgres(databaseUrl, new JournalWatch(), () => undefined).dialect;
  const db = new Kysely<Database>({ dialect });
  return { db, close: () => db.destroy() };
}

async function openEmbedded(dataDir: string): Promise<Store> {
  const watch = new JournalWatch();
  const { dialect, probe, release } = await openSqlite(dataDir, watch);
  const db = new Kysely<Database>({ dialect });
  let closed: Promise<void> | null = null;
  function close(): Promise<void> {
    watch.stop();
    closed ??= db.destroy().then(release);
    return closed;
  }
  try {
    await watch.unlimited(() => migrate(db, 'sqlite'));
  } catch (error) {
    await close();
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError(`The journal in DATA_DIR ${dataDir} cannot be brought up to date: ${words(error)}.`, {
      cause: error,
    });
  }
  watch.start(probe);
  return { db, kind: 'sqlite', pool: null, watch, exports: createTurns(), close };
}

async function openShared(databaseUrl: string): Promise<Store> {
  await migrateShared(databaseUrl);
  const watch = new JournalWatch();
  // Idle connections that break are replaced by the pool; the next statement tells whoever needs it.
  const { dialect, pool } = openPostgres(databaseUrl, watch, () => undefined);
  const db = new Kysely<Database>({ dialect });
  watch.start(() => takeLocks(db));
  return {
    db,
    kind: 'postgres',
    pool,
    watch,
    exports: createTurns(),
    async close() {
      watch.stop();
      await db.destroy();
      // Kysely does not know of connections that nobody has used yet.
      if (!pool.ended) await pool.end();
    },
  };
}

/** Another connection's lock is waited for no longer than this: our own are held for milliseconds. */
const LOCK_MS = 300;

/** Whether every table can be written: takes the lock that writing takes, and gives it back. @throws where it cannot */
async function takeLocks(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local lock_timeout = ${sql.lit(LOCK_MS)}`.execute(trx);
    await sql`lock table ${sql.join(tableNames.map((name) => sql.table(name)))} in row exclusive mode`.execute(trx);
  });
}

/** Over connections of its own: what changes the schema takes as long as it takes. */
async function migrateShared(databaseUrl: string): Promise<void> {
  const watch = new JournalWatch();
  await watch.unlimited(async () => {
    const db = new Kysely<Database>({ dialect: openPostgres(databaseUrl, watch, () => undefined).dialect });
    try {
      await migrate(db, 'postgres');
    } catch (error) {
      if (error instanceof StoreOpenError) throw error;
      throw new StoreOpenError(
        `The PostgreSQL of DATABASE_URL cannot be used (${words(error)}): check its address, account and rights to create tables.`,
        { cause: error },
      );
    } finally {
      await db.destroy();
    }
  });
}

/** What went wrong, in the words of the database. */
function words(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text === '' && error instanceof Error ? error.name : text;
}
