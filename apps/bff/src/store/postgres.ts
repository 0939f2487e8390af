import {
  type Dialect,
  type Driver,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import pg from 'pg';
import { CALL_MS, type JournalWatch } from './journal-watch.ts';
import { StoreSilentError, within } from './within.ts';

/** PostgreSQL's type number of `bigint`. */
const INT8 = 20;

/** The server's own bound; a server that does not even say no is given up by ours. */
const STATEMENT_MS = 10_000;
/** Statements that change the schema, and what waits for another process that does. */
const MIGRATION_MS = 30 * 60_000;

/**
 * The shared store of several processes. Milliseconds and counts fit a number, so `bigint` is read as one. Every call has
 * a bound of ours: a connection whose server has fallen silent would be waited for without end.
 */
export function openPostgres(
  databaseUrl: string,
  watch: JournalWatch,
  onIdleError: (error: Error) => void,
): { dialect: Dialect; pool: pg.Pool } {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    types,
    max: 10,
    connectionTimeoutMillis: CALL_MS,
    statement_timeout: watch.patienceMs === Number.POSITIVE_INFINITY ? MIGRATION_MS : STATEMENT_MS,
    // For libraries that ask the pool by themselves; the store's own calls have a bound of their own.
    query_timeout: watch.patienceMs === Number.POSITIVE_INFINITY ? MIGRATION_MS : CALL_MS + 1_000,
    application_name: 'retry-desk',
  });
  // Without listeners a connection that PostgreSQL closes would end the process: the pool hears of idle ones, those in use
  // tell by themselves, and their statement fails as well.
  pool.on('error', onIdleError);
  pool.on('connect', (client) => client.on('error', onIdleError));
  return { dialect: boundedDialect(new PostgresDialect({ pool: boundedPool(pool, watch) })), pool };
}

/** What has gone wrong in a transaction must not be hidden by a connection on which it cannot be rolled back any more. */
function boundedDialect(base: PostgresDialect): Dialect {
  return {
    createAdapter: () => base.createAdapter(),
    createDriver() {
      const driver: Driver = base.createDriver();
      const rollBack = driver.rollbackTransaction.bind(driver);
      driver.rollbackTransaction = (connection) => rollBack(connection).catch(() => undefined);
      return driver;
    },
    createQueryCompiler: () => base.createQueryCompiler(),
    createIntrospector: (db) => base.createIntrospector(db),
  };
}

/** The pool with a bound on every call. A connection that was silent once is never used again. */
function boundedPool(pool: pg.Pool, watch: JournalWatch): PostgresPool {
  async function heard<T>(work: Promise<T>): Promise<T> {
    const beganAt = performance.now();
    try {
      return await within(watch.patienceMs, work);
    } catch (error) {
      if (error instanceof StoreSilentError) watch.silent(beganAt);
      throw error;
    }
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const connecting = pool.connect();
      try {
        return boundedClient(await heard(connecting), heard, watch);
      } catch (error) {
        // It may still come, when nobody wants it any more.
        connecting.then((late) => late.release()).catch(() => undefined);
        throw error;
      }
    },
  };
}

function boundedClient(
  client: pg.PoolClient,
  heard: <T>(work: Promise<T>) => Promise<T>,
  watch: JournalWatch,
): PostgresPoolClient {
  let silent: Error | null = null;
  async function run(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    if (silent !== null) throw silent;
    try {
      const result = await heard(client.query(sql, [...parameters]));
      watch.responded();
      return result;
    } catch (error) {
      if (error instanceof StoreSilentError) silent = error;
      throw error;
    }
  }
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(sql: unknown, parameters: readonly unknown[] = []): unknown {
    if (typeof sql !== 'string') throw new TypeError('nobody reads with cursors here');
    return run(sql, parameters);
  }
  return {
    query,
    // The pool destroys the connection at once then, whatever the server is doing.
    release: (destroy) => client.release(silent ?? destroy),
  };
}
