import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { checkColumns } from './expected-columns.ts';
import { migrationsFor } from './migrations/list.ts';
import type { StoreKind } from './schema.ts';
import { StoreOpenError } from './store-error.ts';

/**
 * Brings the schema up to date in one transaction; two processes on one PostgreSQL wait for each other.
 * @throws StoreOpenError for a store of a newer version, and for one whose schema does not match its version.
 */
export async function migrate<T>(db: Kysely<T>, kind: StoreKind): Promise<void> {
  const migrations = migrationsFor(kind);
  await pendingMigrations(db, kind);
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  // Two that were made side by side came to `main` in the order of their making: stores of the time between have the later
  // number without the earlier one. Each adds its own; none builds on a lower number that may be missing.
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  await checkColumns(db);
}

/**
 * How many changes of the schema the store has, and which it lacks.
 * @throws StoreOpenError where it has changes that we do not have: it cannot be used by us, nor changed back
 */
export async function pendingMigrations<T>(
  db: Kysely<T>,
  kind: StoreKind,
): Promise<{ applied: number; pending: string[] }> {
  const known = Object.keys(migrationsFor(kind));
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return { applied: 0, pending: known };
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const applied = rows.map(({ name }) => name);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length === 0)
    return { applied: applied.length, pending: known.filter((name) => !applied.includes(name)) };
  throw new StoreOpenError(
    `The journal was brought up to date by a newer Retry Desk (${unknown.join(', ')}): start that version or a newer one; ` +
      'nothing was changed.',
  );
}
