import { type Kysely, sql } from 'kysely';
import type { StoreKind } from '../schema.ts';

/**
 * Two chains of keyed hashes, over retries and over the audit. What is in the store already is sealed by the first start
 * that has the key: a migration has none.
 */
export async function chainsMigration(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  await db.schema
    .createTable('chain_entries')
    .addColumn('chain', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('parts', 'text', (column) => column.notNull())
    .addColumn('mac', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('chain_entries_key', ['chain', 'seq'])
    .execute();
  await db.schema
    .createIndex('chain_entries_by_subject')
    .on('chain_entries')
    .columns(['chain', 'subject', 'version'])
    .execute();
  await db.schema
    .createTable('chain_heads')
    .addColumn('chain', 'text', (column) => column.primaryKey().notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('mac', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text')
    .execute();
  await sql`insert into chain_heads (chain, seq, mac) values ('audit', 0, ''), ('retries', 0, '')`.execute(db);
  await db.schema
    .alterTable('retries')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('retries').addColumn('seal', 'text').execute();
  for (const statement of kind === 'sqlite' ? sqliteGuards : postgresGuards) await statement.execute(db);
}

const sqliteGuards = [
  sql`create trigger chain_entries_stay before update on chain_entries begin
    select raise(abort, 'entries of a chain are never changed'); end`,
  sql`create trigger chain_entries_are_kept before delete on chain_entries begin
    select raise(abort, 'entries of a chain are never removed'); end`,
  sql`create trigger chain_heads_go_on before update on chain_heads
    when new.chain <> old.chain or new.seq < old.seq begin
    select raise(abort, 'the head of a chain never goes back'); end`,
  sql`create trigger chain_heads_are_kept before delete on chain_heads begin
    select raise(abort, 'the head of a chain is never removed'); end`,
];

const postgresGuards = [
  sql`create function chain_entries_guard() returns trigger language plpgsql as $$ begin
    raise exception 'entries of a chain are never changed or removed'; end $$`,
  sql`create trigger chain_entries_stay before update or delete on chain_entries
    for each row execute function chain_entries_guard()`,
  sql`create trigger never_emptied before truncate on chain_entries
    for each statement execute function journal_never_emptied()`,
  sql`create function chain_heads_guard() returns trigger language plpgsql as $$ begin
    if tg_op = 'DELETE' then raise exception 'the head of a chain is never removed'; end if;
    if new.chain <> old.chain or new.seq < old.seq then raise exception 'the head of a chain never goes back'; end if;
    return new; end $$`,
  sql`create trigger chain_heads_go_on before update or delete on chain_heads
    for each row execute function chain_heads_guard()`,
  sql`create trigger never_emptied before truncate on chain_heads
    for each statement execute function journal_never_emptied()`,
];
