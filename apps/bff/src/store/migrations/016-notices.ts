import { type Kysely, sql } from 'kysely';

/** The outbox of notices, the position of their rules, and the health of channels. */
export async function noticesMigration(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notices')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('held', 'integer', (column) => column.notNull())
    .addUniqueConstraint('notices_by_key', ['key', 'seq'])
    .execute();
  await db.schema.createIndex('notices_by_at').on('notices').column('at').execute();
  await db.schema.createIndex('notices_held').on('notices').column('key').where(sql.ref('held'), '=', 1).execute();
  await db.schema
    .createTable('notice_deliveries')
    .addColumn('notice_id', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('done_at', 'bigint')
    .addColumn('receipt', 'text')
    .addColumn('error', 'text')
    .addPrimaryKeyConstraint('notice_deliveries_key', ['notice_id', 'channel'])
    .execute();
  await db.schema
    .createIndex('notice_deliveries_by_place')
    .on('notice_deliveries')
    .columns(['channel', 'key', 'seq'])
    .execute();
  await db.schema
    .createIndex('notice_deliveries_by_state')
    .on('notice_deliveries')
    .columns(['channel', 'state', 'at'])
    .execute();
  await db.schema.createIndex('notice_deliveries_by_at').on('notice_deliveries').column('at').execute();
  await db.schema
    .createTable('notice_keys')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('memory', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('notice_channels')
    .addColumn('channel', 'text', (column) => column.primaryKey())
    .addColumn('failing_since', 'bigint')
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('delivered_at', 'bigint')
    .addColumn('error', 'text')
    .addColumn('error_at', 'bigint')
    .execute();
}
