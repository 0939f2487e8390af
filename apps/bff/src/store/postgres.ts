import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

/** PostgreSQL's type number of `bigint`. */
const INT8 = 20;

/** The shared store of several processes. Milliseconds and counts fit a number, so `bigint` is read as one. */
export function openPostgres(
  databaseUrl: string,
  onIdleError: (error: Error) => void,
): { dialect: Dialect; pool: pg.Pool } {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    types,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    application_name: 'retry-desk',
  });
  // Without listeners a connection that PostgreSQL closes would end the process: the pool hears of idle ones, those in use
  // tell by themselves, and their statement fails as well.
  pool.on('error', onIdleError);
  pool.on('connect', (client) => client.on('error', onIdleError));
  return { dialect: new PostgresDialect({ pool }), pool };
}
