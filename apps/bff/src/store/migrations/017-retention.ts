import { type Kysely, sql } from 'kysely';
import type { StoreKind } from '../schema.ts';

/**
 * Old parts of the journal may be removed. The end of each chain holds the last entry that is gone; the guards let go of
 * entries up to that one, and of ended retries and lines of which no entry is left.
 */
export async function retentionMigration(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  await db.schema
    .alterTable('chain_heads')
    .addColumn('removed_through', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  for (const statement of kind === 'sqlite' ? sqliteGuards : postgresGuards) await statement.execute(db);
}

const sqliteGuards = [
  sql`drop trigger chain_entries_are_kept`,
  sql`create trigger chain_entries_are_kept before delete on chain_entries
    when not exists (select 1 from chain_heads where chain = old.chain and removed_through >= old.seq) begin
    select raise(abort, 'entries of a chain are never removed'); end`,
  sql`drop trigger chain_heads_go_on`,
  sql`create trigger chain_heads_go_on before update on chain_heads
    when new.chain <> old.chain or new.seq < old.seq
      or new.removed_through < old.removed_through or new.removed_through > old.seq begin
    select raise(abort, 'the head of a chain never goes back'); end`,
  sql`drop trigger retries_are_kept`,
  sql`create trigger retries_are_kept before delete on retries
    when old.phase <> 'claimed' and (old.ended_at is null
      or exists (select 1 from chain_entries where chain = 'retries' and subject = old.id)
      or not exists (select 1 from chain_heads where chain = 'retries' and removed_through > 0)) begin
    select raise(abort, 'retries are never removed'); end`,
  sql`drop trigger audit_log_is_kept`,
  sql`create trigger audit_log_is_kept before delete on audit_log
    when exists (select 1 from chain_entries where chain = 'audit' and subject = old.id)
      or not exists (select 1 from chain_heads where chain = 'audit' and removed_through > 0) begin
    select raise(abort, 'the audit log is never shortened'); end`,
];

const postgresGuards = [
  sql`create or replace function chain_entries_guard() returns trigger language plpgsql as $$ begin
    if tg_op = 'DELETE' and exists (
      select 1 from chain_heads where chain = old.chain and removed_through >= old.seq) then return old; end if;
    raise exception 'entries of a chain are never changed or removed'; end $$`,
  sql`create or replace function chain_heads_guard() returns trigger language plpgsql as $$ begin
    if tg_op = 'DELETE' then raise exception 'the head of a chain is never removed'; end if;
    if new.chain <> old.chain or new.seq < old.seq
      or new.removed_through < old.removed_through or new.removed_through > old.seq
      then raise exception 'the head of a chain never goes back'; end if;
    return new; end $$`,
  sql`create or replace function retries_guard() returns trigger language plpgsql as $$ begin
    if old.phase <> 'claimed' and (old.ended_at is null
      or exists (select 1 from chain_entries where chain = 'retries' and subject = old.id)
      or not exists (select 1 from chain_heads where chain = 'retries' and removed_through > 0))
      then raise exception 'retries are never removed'; end if;
    return old; end $$`,
  sql`create or replace function audit_log_guard() returns trigger language plpgsql as $$ begin
    if tg_op = 'DELETE' and not exists (
        select 1 from chain_entries where chain = 'audit' and subject = old.id)
      and exists (select 1 from chain_heads where chain = 'audit' and removed_through > 0) then return old; end if;
    raise exception 'the audit log is never changed'; end $$`,
];
