import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrationsFor } from './migrations/list.ts';
import type { StoreKind } from './open-store.ts';

/** Brings the schema up to date in one transaction; two processes on one PostgreSQL wait for each other. */
export async function migrate<T>(db: Kysely<T>, kind: StoreKind): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrationsFor(kind)) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
