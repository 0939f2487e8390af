import { type Kysely, sql } from 'kysely';

/** Acknowledgements, since when the schedule of a job is as it is, outages, and when people looked at the hand-over. */
export async function attentionMigration(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('acknowledgements')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('job_name', 'text', (column) => column.notNull())
    .addColumn('kinds', 'text', (column) => column.notNull())
    .addColumn('over_run_id', 'text')
    .addColumn('cause_keys', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('ticket', 'text')
    .addColumn('until_at', 'bigint')
    .addColumn('acknowledged_by', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('end_reason', 'text')
    .addColumn('ended_by', 'text')
    .execute();
  await db.schema
    .createIndex('acknowledgements_open')
    .on('acknowledgements')
    .column('job_id')
    .unique()
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
  await db.schema.createIndex('acknowledgements_by_end').on('acknowledgements').column('ended_at').execute();
  await db.schema
    .createTable('job_schedules')
    .addColumn('job_id', 'text', (column) => column.primaryKey())
    .addColumn('first_seen_at', 'bigint', (column) => column.notNull())
    .addColumn('schedule', 'text', (column) => column.notNull())
    .addColumn('schedule_since', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('collections')
    .addColumn('server_id', 'text', (column) => column.primaryKey())
    .addColumn('requested_at', 'bigint', (column) => column.notNull())
    .addColumn('answer', 'text')
    .execute();
  await db.schema
    .createTable('outages')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('until_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('outages_open')
    .on('outages')
    .column('what')
    .unique()
    .where(sql.ref('until_at'), 'is', null)
    .execute();
  await db.schema
    .createTable('desk_alive')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('shift_visits')
    .addColumn('person', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('previous_at', 'bigint')
    .execute();
}
