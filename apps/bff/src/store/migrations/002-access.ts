import type { Kysely } from 'kysely';

/** Tables of sign-in and wall links. */
export async function accessMigration(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('wall_links')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint')
    .execute();
  await db.schema
    .createTable('browser_sessions')
    .addColumn('id_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('wall_link_id', 'text', (column) => column.references('wall_links.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('browser_sessions_by_link').on('browser_sessions').columns(['wall_link_id']).execute();
  await db.schema.createIndex('browser_sessions_by_end').on('browser_sessions').columns(['expires_at']).execute();
}
