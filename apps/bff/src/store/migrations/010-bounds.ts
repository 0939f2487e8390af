import type { Kysely } from 'kysely';

/** What a retry waits for, beside how long; and the request to end its task: how far it has come, whose it is. */
export async function boundsMigration(db: Kysely<unknown>): Promise<void> {
  for (const name of ['waited_for', 'cancel_phase', 'cancelled_by'])
    await db.schema.alterTable('retries').addColumn(name, 'text').execute();
  await db.schema.alterTable('retries').addColumn('cancelled_at', 'bigint').execute();
}
