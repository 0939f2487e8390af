import { Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { type Begun, beginChains } from './begin-chains.ts';
import { type ChainKey, chainKey, type Heads } from './chain.ts';
import { tableNames } from './expected-columns.ts';
import { createHeadFile } from './head-file.ts';
import { askFiles, refuseEmptied, refuseOlder, refuseWithoutFile } from './journal-files.ts';
import { JournalWatch } from './journal-watch.ts';
import { createJournalWriter, endsQuery, type JournalWriter } from './journal-writer.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { databasePlace, OLDEST_POSTGRES, OldPostgresError, postgresCause } from './postgres-cause.ts';
import type { Database, StoreKind } from './schema.ts';
import { ownSecret, readOwnSecret, readSharedSecret, sharedSecret } from './session-secret.ts';
import { databaseNow, SharedClock, type StoreClock } from './shared-clock.ts';
import { integrityFaults, openSqlite, readSqlite } from './sqlite.ts';
import { sqliteCause } from './sqlite-cause.ts';
import { StoreOpenError } from './store-error.ts';
import { createTurns, type Turns } from './turns.ts';

/** The parts needed to read the journal and to check it. */
export type JournalStore = {
  db: Kysely<Database>;
  kind: StoreKind;
  /** The key of the chains; null where no secret is known. */
  chainKey: ChainKey | null;
  /** Damage to its pages, as far as the database can find it. */
  integrity(): Promise<string[]>;
};

export type Store = JournalStore & {
  chainKey: ChainKey;
  /** The clock of all processes on this store. */
  clock: StoreClock;
  /** The connections to a shared store, for libraries that bring statements of their own. */
  pool: Pool | null;
  /** Whether it responds. */
  watch: JournalWatch;
  /** Exports read one slice at a time, all of them in turn, so that none blocks the store. */
  exports: Turns;
  /** The source of all our keys: as configured, or made once and stored. */
  secret: string;
  /** Writes what the chains cover. */
  journal: JournalWriter;
  /** The chains that have begun with this opening. */
  begun: Begun[];
  close(): Promise<void>;
};

export type StoreOptions = { databaseUrl?: string | undefined; dataDir: string; sessionSecret?: string | undefined };

/**
 * Opens the store and brings its schema up to date: PostgreSQL where `databaseUrl` is given, else SQLite in `dataDir`,
 * which this process then holds alone. Rows that no chain covers yet are sealed as they are.
 * @throws StoreOpenError in plain words for the administrator.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.databaseUrl === undefined
    ? openEmbedded(options.dataDir, options.sessionSecret)
    : openShared(options.databaseUrl, options.sessionSecret);
}

/**
 * The store as it is, beside a server that may be running: nothing is brought up to date or sealed. `probe`: whether its
 * tables can be written, as far as that can be seen without writing.
 * @throws StoreOpenError where it cannot be read
 */
export async function openForReading(
  options: StoreOptions,
): Promise<JournalStore & { probe(): Promise<void>; close(): Promise<void> }> {
  const { databaseUrl, dataDir, sessionSecret } = options;
  const kind: StoreKind = databaseUrl === undefined ? 'sqlite' : 'postgres';
  const dialect =
    databaseUrl === undefined
      ? readSqlite(dataDir)
      : openPostgres(databaseUrl, new JournalWatch(), () => undefined).dialect;
  const db = new Kysely<Database>({ dialect });
  if (databaseUrl !== undefined)
    await refuseOld(db).catch(async (error: unknown) => {
      await db.destroy();
      throw refusedBy(databaseUrl, error);
    });
  const readSecret = () => (kind === 'sqlite' ? readOwnSecret(dataDir) : readSharedSecret(db));
  const secret = sessionSecret ?? (await readSecret());
  return {
    db,
    kind,
    chainKey: secret === null ? null : chainKey(secret),
    integrity: async () =>
      kind === 'postgres' ? [] : integrityFaults((await sql`pragma integrity_check`.execute(db)).rows),
    probe: () =>
      databaseUrl === undefined
        ? Promise.resolve()
        : takeLocks(db).catch((error: unknown) => {
            throw refusedBy(databaseUrl, error);
          }),
    close: () => db.destroy(),
  };
}

async function openEmbedded(dataDir: string, configured: string | undefined): Promise<Store> {
  const watch = new JournalWatch();
  refuseWithoutFile(dataDir);
  const embedded = await openSqlite(dataDir, watch);
  const db = new Kysely<Database>({ dialect: embedded.dialect });
  const headFile = createHeadFile(dataDir);
  let closed: Promise<void> | null = null;
  function close(): Promise<void> {
    watch.stop();
    closed ??= db
      .destroy()
      .then(() => headFile.drained())
      .then(embedded.release);
    return closed;
  }
  try {
    const opened = await watch.unlimited(async () => {
      await refuseEmptied(dataDir, db);
      await migrate(db, 'sqlite');
      await refuseOlder(dataDir, db);
      const secret = configured ?? ownSecret(dataDir);
      const key = chainKey(secret);
      return { secret, key, ...(await beginChains(db, key)) };
    });
    const { secret, key, begun, heads } = opened;
    const askAfresh = askFiles(db, embedded);
    const journal = createJournalWriter({ db, key, heads, askAfresh, onHeads: (now) => headFile.save(now) });
    headFile.save(heads);
    // Remembers which files these are.
    await journal.confirm();
    watch.start(embedded.probe);
    const { integrity } = embedded;
    // One process holds it, so the machine's clock is everybody's.
    const clock = { now: () => Date.now() };
    const common = { secret, chainKey: key, clock, journal, begun, integrity };
    return { db, kind: 'sqlite', pool: null, watch, exports: createTurns(), ...common, close };
  } catch (error) {
    await close();
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError(`The journal in DATA_DIR ${dataDir} cannot be brought up to date: ${sqliteCause(error)}`, {
      cause: error,
    });
  }
}

async function openShared(databaseUrl: string, configured: string | undefined): Promise<Store> {
  const { secret, key, begun, heads } = await prepareShared(databaseUrl, configured);
  const watch = new JournalWatch();
  // The pool replaces broken idle connections; the next statement reports its own error.
  const { dialect, pool } = openPostgres(databaseUrl, watch, () => undefined);
  const db = new Kysely<Database>({ dialect });
  watch.start(() => takeLocks(db));
  const clock = new SharedClock(() => askTime(db));
  await clock.start();
  const askAfresh = (ends: Heads) => endsQuery(db, ends).execute();
  return {
    db,
    kind: 'postgres',
    clock,
    pool,
    watch,
    exports: createTurns(),
    secret,
    chainKey: key,
    journal: createJournalWriter({ db, key, heads, askAfresh, onHeads: () => undefined }),
    begun,
    integrity: async () => [],
    async close() {
      watch.stop();
      clock.stop();
      await db.destroy();
      // Kysely does not count connections that have not been used yet.
      if (!pool.ended) await pool.end();
    },
  };
}

async function askTime(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${databaseNow} as now`.execute(db);
  return rows[0]?.now ?? Number.NaN;
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

/** On connections of its own: a change of the schema, or sealing existing rows, has no time limit. */
async function prepareShared(databaseUrl: string, configured: string | undefined) {
  const watch = new JournalWatch();
  return watch.unlimited(async () => {
    const db = new Kysely<Database>({ dialect: openPostgres(databaseUrl, watch, () => undefined).dialect });
    try {
      await refuseOld(db);
      await migrate(db, 'postgres');
      const secret = configured ?? (await sharedSecret(db));
      const key = chainKey(secret);
      return { secret, key, ...(await beginChains(db, key)) };
    } catch (error) {
      throw refusedBy(databaseUrl, error);
    } finally {
      await db.destroy();
    }
  });
}

/** Before anything is made in it. @throws OldPostgresError */
async function refuseOld(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ number: string; version: string }>`
    select current_setting('server_version_num') as number, current_setting('server_version') as version`.execute(db);
  const [{ number, version } = { number: '', version: '' }] = rows;
  if (Number(number) < OLDEST_POSTGRES * 10_000) throw new OldPostgresError(`it is PostgreSQL ${version}`);
}

function refusedBy(databaseUrl: string, error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const { what, give } = postgresCause(error);
  return new StoreOpenError(
    `The PostgreSQL of DATABASE_URL (${databasePlace(databaseUrl)}) cannot be used, ${what}: ${give}. It answered: ${textOf(error)}`,
    { cause: error },
  );
}

/** The error in the words of the database. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return text === '' ? String(code ?? error) : text;
}
