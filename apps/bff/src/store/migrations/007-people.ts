import { type Kysely, sql } from 'kysely';
import type { StoreKind } from '../schema.ts';

/** Where a session comes from, tokens of scripts, what a wall link shows, and the log of who did what. */
export async function peopleMigration(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  // Whoever is signed in when this runs came by an account of Enterprise Manager, or by a wall link.
  await db.schema
    .alterTable('browser_sessions')
    .addColumn('source', 'text', (column) => column.notNull().defaultTo('em'))
    .execute();
  await db.schema.alterTable('browser_sessions').addColumn('listed', 'integer').execute();
  await db.schema.alterTable('browser_sessions').addColumn('sealed_id_token', 'text').execute();
  await db.schema.alterTable('wall_links').addColumn('servers', 'text').execute();
  await db.schema
    .alterTable('wall_links')
    .addColumn('reasons', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  // Links made before could be opened again and again, and somebody may count on it.
  await db.schema
    .alterTable('wall_links')
    .addColumn('screens', 'text', (column) => column.notNull().defaultTo('many'))
    .execute();
  await db.schema.alterTable('wall_links').addColumn('opened_at', 'bigint').execute();
  await sql`update wall_links set opened_at = seen_at`.execute(db);
  await db.schema
    .createTable('api_tokens')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('listed', 'integer')
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('audit_log')
    // A UUID of version 7: sorts by time, and two processes never make the same.
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text')
    .addColumn('address', 'text')
    .addColumn('subject', 'text')
    .addColumn('detail', 'text')
    .execute();
  await db.schema.createIndex('audit_log_by_person').on('audit_log').columns(['user_name', 'id']).execute();
  for (const statement of kind === 'sqlite' ? sqliteGuards : postgresGuards) await statement.execute(db);
}

const sqliteGuards = [
  sql`create trigger audit_log_stays before update on audit_log begin
    select raise(abort, 'the audit log is never changed'); end`,
  sql`create trigger audit_log_is_kept before delete on audit_log begin
    select raise(abort, 'the audit log is never shortened'); end`,
];

const postgresGuards = [
  sql`create function audit_log_guard() returns trigger language plpgsql as $$ begin
    raise exception 'the audit log is never changed'; end $$`,
  sql`create trigger audit_log_stays before update or delete on audit_log
    for each row execute function audit_log_guard()`,
  sql`create trigger audit_log_is_kept before truncate on audit_log
    for each statement execute function audit_log_guard()`,
];
