import { type Kysely, sql } from 'kysely';
import type { StoreKind } from '../schema.ts';

/** TRUNCATE of PostgreSQL asks no guard of single rows: the journal refuses it, too. SQLite has no such statement. */
export async function neverEmptiedMigration(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  if (kind === 'sqlite') return;
  await sql`create function journal_never_emptied() returns trigger language plpgsql as $$ begin
    raise exception '% are never removed', tg_table_name; end $$`.execute(db);
  for (const table of ['retries', 'retry_steps']) {
    await sql`create trigger never_emptied before truncate on ${sql.table(table)}
      for each statement execute function journal_never_emptied()`.execute(db);
  }
}
