import type { Kysely } from 'kysely';

/** Pairing codes that operators have typed. What screens show is not kept: it follows from the secret each of them holds. */
export async function wallPairingsMigration(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('wall_pairings')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('screen_hash', 'text')
    .addColumn('screen_address', 'text')
    .addColumn('screen_since', 'bigint')
    .addColumn('wall_link_id', 'text', (column) => column.references('wall_links.id').onDelete('cascade'))
    .execute();
  await db.schema.createIndex('wall_pairings_by_code').on('wall_pairings').columns(['code_hash']).execute();
  await db.schema.createIndex('wall_pairings_by_link').on('wall_pairings').columns(['wall_link_id']).execute();
}
