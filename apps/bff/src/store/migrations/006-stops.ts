import type { Kysely } from 'kysely';

/** The stop of a job whose retry runs already: how far the one request has come, and who asked for it when. */
export async function stopsMigration(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('retries').addColumn('stop_phase', 'text').execute();
  await db.schema.alterTable('retries').addColumn('stop_by', 'text').execute();
  await db.schema.alterTable('retries').addColumn('stop_at', 'bigint').execute();
}
