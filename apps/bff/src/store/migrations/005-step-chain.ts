import { type Kysely, sql } from 'kysely';
import type { RetryStepRow } from '../retry-tables.ts';
import type { StoreKind } from '../schema.ts';
import { stepHash } from '../step-hash.ts';

type Tables = { retry_steps: RetryStepRow; retries: { id: string; steps_hash: string | null } };

/**
 * Steps become a chain of hashes, and the database itself refuses to change or remove them. Only a bare intent, of which
 * nothing was sent, may be taken back with its one step.
 */
export async function stepChainMigration(db: Kysely<unknown>, kind: StoreKind): Promise<void> {
  await db.schema
    .alterTable('retry_steps')
    .addColumn('hash', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema.alterTable('retries').addColumn('steps_hash', 'text').execute();
  // The tables as they are after the two statements above.
  await chainAll(db as Kysely<Tables>);
  for (const statement of kind === 'sqlite' ? sqliteGuards : postgresGuards) await statement.execute(db);
}

async function chainAll(db: Kysely<Tables>): Promise<void> {
  const steps = await db.selectFrom('retry_steps').selectAll().orderBy('retry_id').orderBy('seq').execute();
  for (const [id, chain] of Map.groupBy(steps, ({ retry_id }) => retry_id)) {
    let hash = '';
    for (const step of chain) {
      hash = stepHash(hash, step);
      const own = db.updateTable('retry_steps').set({ hash }).where('retry_id', '=', id);
      await own.where('seq', '=', step.seq).execute();
    }
    await db.updateTable('retries').set({ steps_hash: hash }).where('id', '=', id).execute();
  }
}

const sqliteGuards = [
  sql`create trigger retry_steps_stay before update on retry_steps begin
    select raise(abort, 'steps are never changed'); end`,
  sql`create trigger retry_steps_are_kept before delete on retry_steps
    when exists (select 1 from retries where id = old.retry_id) begin
    select raise(abort, 'steps are never removed'); end`,
  sql`create trigger retries_are_kept before delete on retries when old.phase <> 'claimed' begin
    select raise(abort, 'retries are never removed'); end`,
];

const postgresGuards = [
  sql`create function retry_steps_guard() returns trigger language plpgsql as $$ begin
    if tg_op = 'UPDATE' then raise exception 'steps are never changed'; end if;
    if exists (select 1 from retries where id = old.retry_id) then raise exception 'steps are never removed'; end if;
    return old; end $$`,
  sql`create trigger retry_steps_stay before update or delete on retry_steps
    for each row execute function retry_steps_guard()`,
  sql`create function retries_guard() returns trigger language plpgsql as $$ begin
    if old.phase <> 'claimed' then raise exception 'retries are never removed'; end if;
    return old; end $$`,
  sql`create trigger retries_are_kept before delete on retries for each row execute function retries_guard()`,
];
