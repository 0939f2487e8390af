import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { JournalStore } from './open-store.ts';
import type { Database, StoreKind } from './schema.ts';

/**
 * The guards of the database, by name and hash (SHA-256) of their SQL: triggers, and the index that is the lock of a
 * job. A migration that changes one brings its line here; `tests/journal-guards.test.ts` compares them with a fresh
 * store.
 */
export const expectedGuards: Record<StoreKind, Readonly<Record<string, string>>> = {
  sqlite: {
    'index retries_one_open_per_job of retries': '80823545cfbf61e9c317d3429c172af260817dd2bcf861697016a9bae38944e7',
    'trigger audit_log_is_kept of audit_log': '68d129bfa4d637ac916f128cb49ecca74cb1d853d707318fc6f80bca2a08cbf3',
    'trigger audit_log_stays of audit_log': '7186cc494928b66d305009cebd375e5f01caeb40d73779fbb5a895537353fa83',
    'trigger chain_entries_are_kept of chain_entries':
      'f273b1d73eb4683b823b21f7bd67730ce1c3c2fa2daeced2f06b4a7b5767402f',
    'trigger chain_entries_stay of chain_entries': 'b37a9674b860d7eedfbad8ab825d0284b3139a895b9585cc0445aa17f74f3b51',
    'trigger chain_heads_are_kept of chain_heads': '4fda8c53a78104c2c0f5d24a7e90bbbce88466f16fd01b1afbe9def7b7cf3cf1',
    'trigger chain_heads_go_on of chain_heads': '16a2f1657d18c2384df8731060e0ce0107e335c98bd64a8c453e9c1702685de9',
    'trigger retries_are_kept of retries': '7a32b35f1ce37e4cd85712854f07805555947332c609a6edb290685e7906cd0b',
    'trigger retry_steps_are_kept of retry_steps': '05f0414435de41ea78105806e25eb6a57819cdda797269f9877366ff4a915367',
    'trigger retry_steps_stay of retry_steps': '5b0fdb443131d2464eb70792cb846ac83f29e97525699846cdb495c80c76cbd5',
  },
  postgres: {
    'index retries_one_open_per_job of retries': '1c65331f2a728fe8b70b961f330bff4fc1b78ff22f53cd03ff97c3bb509f6e0c',
    'trigger audit_log_is_kept of audit_log': '285fd19622ede5914d7e381a9a4c24297211c57442571b5c7a1336c1a0b75b59',
    'trigger audit_log_stays of audit_log': '2f99eb5b37f4e6c7d290cbf15d0cbb486c682519bb2dcec0d618e72950c9a205',
    'trigger chain_entries_stay of chain_entries': 'a48fb3862fe94dbf655a374d3b164a3b280d4c902fbf619075275480f541734e',
    'trigger chain_heads_go_on of chain_heads': 'b1dca8f6fb3d832863b25aadc2485348a841f66325599104f4071ddcde9cd642',
    'trigger never_emptied of chain_entries': 'c8f5002a6cf857727cfbeec2ee38f50ad300382195447a7cbd276dd58d7a168b',
    'trigger never_emptied of chain_heads': 'c8f5002a6cf857727cfbeec2ee38f50ad300382195447a7cbd276dd58d7a168b',
    'trigger never_emptied of retries': 'c8f5002a6cf857727cfbeec2ee38f50ad300382195447a7cbd276dd58d7a168b',
    'trigger never_emptied of retry_steps': 'c8f5002a6cf857727cfbeec2ee38f50ad300382195447a7cbd276dd58d7a168b',
    'trigger retries_are_kept of retries': '9625dd895ee1cfcabf9147e69a597d454ce176a7238d80b0220814ede83e6913',
    'trigger retry_steps_stay of retry_steps': 'cb705e8d8d7e239d6a55e21ce5ab78877b008c8a41157472a45190cf77e1eaff',
  },
};

type Guard = { name: string; sql: string };

/** Guards of the journal as the store has them: name and hash. */
export async function readGuards({ db, kind }: Pick<JournalStore, 'db' | 'kind'>): Promise<Record<string, string>> {
  const guards = kind === 'sqlite' ? await ofSqlite(db) : await ofPostgres(db);
  return Object.fromEntries(
    guards.map(({ name, sql }) => [
      name,
      createHash('sha256').update(sql.replaceAll(/\s+/g, ' ').trim()).digest('hex'),
    ]),
  );
}

/** Missing, changed and additional guards, as sentences. */
export async function checkGuards(store: Pick<JournalStore, 'db' | 'kind'>): Promise<string[]> {
  const found = await readGuards(store);
  const expected = expectedGuards[store.kind];
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return names.flatMap((name) => {
    if (found[name] === expected[name]) return [];
    if (found[name] === undefined) return `${name} is missing: the database would not refuse what it forbids`;
    return expected[name] === undefined ? `${name} was added by somebody` : `${name} is not as it was made`;
  });
}

/** All triggers: one that was added could change what is written. */
async function ofSqlite(db: Kysely<Database>): Promise<Guard[]> {
  const { rows } = await sql<Guard>`select type || ' ' || name || ' of ' || tbl_name as name, sql as sql
    from sqlite_master where type = 'trigger' or name = 'retries_one_open_per_job'`.execute(db);
  return rows;
}

/** Triggers with the SQL of their functions, rules, and the index; disabled ones are marked. */
async function ofPostgres(db: Kysely<Database>): Promise<Guard[]> {
  const { rows } = await sql<Guard>`
    select 'trigger ' || t.tgname || ' of ' || c.relname as name,
      concat_ws(' ', t.tgtype, t.tgenabled, t.tgqual is null, t.tgattr, p.proname, l.lanname, p.prosrc) as sql
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
      join pg_language l on l.oid = p.prolang
    where not t.tgisinternal and c.relnamespace = current_schema()::regnamespace
    union all
    select 'rule ' || r.rulename || ' of ' || c.relname, pg_get_ruledef(r.oid)
    from pg_rewrite r join pg_class c on c.oid = r.ev_class
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
    union all
    select 'index ' || c.relname || ' of ' || t.relname,
      concat_ws(' ', i.indisunique, i.indisvalid, pg_get_expr(i.indpred, i.indrelid), pg_get_indexdef(i.indexrelid, 1, true))
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
    where c.relname = 'retries_one_open_per_job' and c.relnamespace = current_schema()::regnamespace`.execute(db);
  return rows;
}
