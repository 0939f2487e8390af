import type { Kysely } from 'kysely';

/** A person's identity beside the name: issuer and subject, or the account. Null in older rows. */
export async function personsMigration(db: Kysely<unknown>): Promise<void> {
  for (const table of ['browser_sessions', 'api_tokens', 'audit_log'])
    await db.schema.alterTable(table).addColumn('person', 'text').execute();
  await db.schema.alterTable('retries').addColumn('requested_person', 'text').execute();
  await db.schema
    .createIndex('retries_by_requested_person')
    .on('retries')
    .columns(['requested_person', 'requested_at'])
    .execute();
}
