import type { Kysely } from 'kysely';

/** Who somebody is beside what they are called: issuer and subject, or the account. Null in what was written before. */
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
