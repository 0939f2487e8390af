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
  await refuseNewer(db, Object.keys(migrations));
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  // Two that were made side by side came to `main` in the order of their making: stores of the time between have the later
  // number without the earlier one. Each adds its own; none builds on a lower number that may be missing.
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  await checkColumns(db);
}

/** A store that has been changed by migrations we do not know cannot be used by us, nor changed back. */
async function refuseNewer<T>(db: Kysely<T>, known: readonly string[]): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = rows.map(({ name }) => name).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new StoreOpenError(
    `The journal was brought up to date by a newer Retry Desk (${unknown.join(', ')}): start that version or a newer one; ` +
      'nothing was changed.',
  );
}
