import { type Kysely, sql } from 'kysely';
import type { StoreKind } from '../schema.ts';

/**
 * `007-people` was edited three times after it had been released: a store has what stood in it on the day it was made. What
 * was added later is added where it is missing.
 */
export async function mendedPeopleMigration(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  const tables = await db.introspection.getTables();
  function lacks(table: string, column: string): boolean {
    return !tables.some(({ name, columns }) => name === table && columns.some((each) => each.name === column));
  }
  if (lacks('api_tokens', 'listed')) await db.schema.alterTable('api_tokens').addColumn('listed', 'integer').execute();
  if (lacks('wall_links', 'screens')) {
    await db.schema
      .alterTable('wall_links')
      .addColumn('screens', 'text', (column) => column.notNull().defaultTo('many'))
      .execute();
  }
  if (lacks('wall_links', 'opened_at')) {
    await db.schema.alterTable('wall_links').addColumn('opened_at', 'bigint').execute();
    await sql`update wall_links set opened_at = seen_at`.execute(db);
  }
  if (kind === 'postgres')
    await sql`create or replace trigger audit_log_is_kept before truncate on audit_log
    for each statement execute function audit_log_guard()`.execute(db);
}
