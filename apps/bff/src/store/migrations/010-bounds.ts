import type { Kysely } from 'kysely';

/** The event a retry waits for, beside the time; and the request to end its task: its progress and its requester. */
export async function boundsMigration(db: Kysely<unknown>): Promise<void> {
  for (const name of ['waited_for', 'cancel_phase', 'cancelled_by'])
    await db.schema.alterTable('retries').addColumn(name, 'text').execute();
  await db.schema.alterTable('retries').addColumn('cancelled_at', 'bigint').execute();
}
