import { type Kysely, sql } from 'kysely';

/** The journal of retries. The partial unique index is the lock: one open retry per job, whoever asks. */
export async function retriesMigration(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('retries')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('job_name', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('requested_by', 'text', (column) => column.notNull())
    .addColumn('requested_from', 'text')
    .addColumn('requested_at', 'bigint', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('baseline', 'text')
    .addColumn('logon_id', 'text')
    .addColumn('em_task_id', 'text')
    .addColumn('em_state', 'text')
    .addColumn('em_success', 'integer')
    .addColumn('em_message', 'text')
    .addColumn('em_status', 'integer')
    .addColumn('run_id', 'text')
    .addColumn('run', 'text')
    .addColumn('waited_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('ended_at', 'bigint')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`create unique index retries_one_open_per_job on retries (job_id)
    where state in ('requested', 'accepted', 'triggered', 'unseen', 'running')`.execute(db);
  await db.schema.createIndex('retries_by_job').on('retries').columns(['job_id', 'id']).execute();
  await db.schema.createIndex('retries_by_person').on('retries').columns(['requested_by', 'requested_at']).execute();
  await db.schema.createIndex('retries_by_logon').on('retries').columns(['logon_id']).execute();
  await db.schema.createIndex('retries_by_run').on('retries').columns(['run_id']).execute();
  await db.schema.createIndex('retries_by_end').on('retries').columns(['ended_at']).execute();

  await db.schema
    .createTable('retry_steps')
    .addColumn('retry_id', 'text', (column) => column.notNull().references('retries.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('evidence', 'text')
    .addPrimaryKeyConstraint('retry_steps_key', ['retry_id', 'seq'])
    .execute();

  await db.schema
    .createTable('retry_keys')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('retry_id', 'text')
    .addColumn('refusal', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}
