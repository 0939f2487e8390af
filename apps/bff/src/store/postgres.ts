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

/** The server's own limit; ours ends calls of a server that does not respond at all. */
const STATEMENT_MS = 10_000;
/** The server ends a transaction that is idle for this long. */
const HELD_UP_MS = 3_000;
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
    // The library gives up a connection whose server is silent as well; the store's own calls have a limit of their
    // own.
    query_timeout: watch.patienceMs === Number.POSITIVE_INFINITY ? MIGRATION_MS : CALL_MS + 1_000,
    // A process that is held up in the middle of a transaction holds the end of a chain, which all others wait for.
    idle_in_transaction_session_timeout: watch.patienceMs === Number.POSITIVE_INFINITY ? MIGRATION_MS : HELD_UP_MS,
    application_name: 'retry-desk',
  });
  // Without listeners a connection that PostgreSQL closes would end the process: the pool listens to idle ones, and
  // those in use
  // fail with their statement as well.
  pool.on('error', onIdleError);
  pool.on('connect', (client) => client.on('error', onIdleError));
  boundQueries(pool, watch);
  return { dialect: boundedDialect(new PostgresDialect({ pool: boundedPool(pool, watch) })), pool };
}

/** An error in a transaction must not be hidden by a connection on which it cannot be rolled back any more. */
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

/**
 * Statements that libraries send to the pool themselves. While the store is known not to respond they fail at once:
 * libraries have a fallback of their own, and a caller of four of them would wait four times.
 */
function boundQueries(pool: pg.Pool, watch: JournalWatch): void {
  const ask: (...given: unknown[]) => Promise<unknown> = Reflect.get(pool, 'query').bind(pool);
  async function query(...given: unknown[]): Promise<unknown> {
    if (watch.health.state !== 'ok') throw new StoreSilentError(0);
    return watched(watch, 'write', namedTables(textOf(given[0])), ask(...given));
  }
  Object.assign(pool, { query });
}

function textOf(query: unknown): string {
  const text: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, 'text') : query;
  return typeof text === 'string' ? text : '';
}

/** The tables that a statement names, if it is one of the store's own. */
function namedTables(sql: string): string[] {
  const found = sql.matchAll(/\b(?:from|into|update|join)\s+"?(\w+)"?/gi);
  return [...new Set(Array.from(found, ([, name = '']) => name))];
}

/** @throws StoreSilentError which the watch receives, too */
async function watched<T>(
  watch: JournalWatch,
  what: 'read' | 'write',
  tables: readonly string[],
  work: Promise<T>,
): Promise<T> {
  const beganAt = performance.now();
  try {
    return await within(watch.patienceFor(what), work);
  } catch (error) {
    if (error instanceof StoreSilentError) watch.silent(beganAt, tables);
    throw error;
  }
}

/** The pool with a bound on every call. A connection that was silent once is never used again. */
function boundedPool(pool: pg.Pool, watch: JournalWatch): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const connecting = pool.connect();
      try {
        return boundedClient(await watched(watch, 'read', [], connecting), watch);
      } catch (error) {
        // It may still come, when nobody needs it any more.
        connecting.then((late) => late.release()).catch(() => undefined);
        throw error;
      }
    },
  };
}

function boundedClient(client: pg.PoolClient, watch: JournalWatch): PostgresPoolClient {
  let silent: Error | null = null;
  let inTransaction = false;
  async function run(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    if (silent !== null) throw silent;
    try {
      const tables = namedTables(sql);
      if (/^(begin|start transaction)/.test(sql)) inTransaction = true;
      // Within a transaction a question may wait for its turn: for a row, a person, the end of a chain. That is no silence.
      const what = sql.startsWith('select') && !inTransaction ? 'read' : 'write';
      if (/^(commit|rollback)$/.test(sql)) inTransaction = false;
      const result = await watched(watch, what, tables, client.query(sql, [...parameters]));
      watch.responded(tables);
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
