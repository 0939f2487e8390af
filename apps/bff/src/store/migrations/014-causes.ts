import type { Kysely } from 'kysely';

/** Which runs failed for which cause, and whether retries helped against it. */
export async function causesMigration(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('cause_sightings')
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('cause_key', 'text', (column) => column.notNull())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('cause_sightings_key', ['run_id', 'cause_key'])
    .execute();
  for (const columns of [['cause_key', 'at'], ['job_id', 'cause_key', 'at'], ['at']])
    await db.schema
      .createIndex(`cause_sightings_by_${columns.join('_')}`)
      .on('cause_sightings')
      .columns(columns)
      .execute();
  await db.schema
    .createTable('retry_causes')
    .addColumn('retry_id', 'text', (column) => column.notNull())
    .addColumn('cause_key', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('family', 'text', (column) => column.notNull())
    .addColumn('machines', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addPrimaryKeyConstraint('retry_causes_key', ['retry_id', 'cause_key'])
    .execute();
  await db.schema.createIndex('retry_causes_by_cause').on('retry_causes').columns(['cause_key', 'outcome']).execute();
}
