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
    'trigger audit_log_is_kept of audit_log': 'bad005e864c60e49512f434ba727148c10444033f30785bdb608b08249852e3a',
    'trigger audit_log_stays of audit_log': '7186cc494928b66d305009cebd375e5f01caeb40d73779fbb5a895537353fa83',
    'trigger chain_entries_are_kept of chain_entries':
      'fa5c8982a9ebdb1f57d184705ace76680cc3406aecbf21a11a15405392139bb3',
    'trigger chain_entries_stay of chain_entries': 'b37a9674b860d7eedfbad8ab825d0284b3139a895b9585cc0445aa17f74f3b51',
    'trigger chain_heads_are_kept of chain_heads': '4fda8c53a78104c2c0f5d24a7e90bbbce88466f16fd01b1afbe9def7b7cf3cf1',
    'trigger chain_heads_go_on of chain_heads': '833645708cdff0682425ce14a21227edf7f190dc036d52dece6290028a487e97',
    'trigger retries_are_kept of retries': '1d402730b48132b46a18fbe11fbd6eb34b491bdd2c742e92152c589d658d2c6c',
    'trigger retry_steps_are_kept of retry_steps': '05f0414435de41ea78105806e25eb6a57819cdda797269f9877366ff4a915367',
    'trigger retry_steps_stay of retry_steps': '5b0fdb443131d2464eb70792cb846ac83f29e97525699846cdb495c80c76cbd5',
  },
  postgres: {
    'index retries_one_open_per_job of retries': '1c65331f2a728fe8b70b961f330bff4fc1b78ff22f53cd03ff97c3bb509f6e0c',
    'trigger audit_log_is_kept of audit_log': '29a8d96c38729a73a5f4179619dd56b861b7cc17b213c223f2c28c7181e8b214',
    'trigger audit_log_stays of audit_log': '14cf52794ef1a54b05fc426c594ea811cb6fc5d9ff2022e95225c6083b83113e',
    'trigger chain_entries_stay of chain_entries': '0b4d929c2f6fe4e5fa9e6b74cee17f8902fdd3681fc2de8ce54d636bfebda35b',
    'trigger chain_heads_go_on of chain_heads': 'e8f8ba7df965b6a98293a96216e4ff83aa9c5389dd652bc64b885a58a541a538',
    'trigger never_emptied of chain_entries': 'c8f5002a6cf857727cfbeec2ee38f50ad300382195447a7cbd276dd58d7a168b',
    'trigger never_emptied of chain_heads': 'c8f5002a6cf857727cfbeec2ee38f50ad300382195447a7cbd276dd58d7a168b',
    'trigger never_emptied of retries': 'c8f5002a6cf857727cfbeec2ee38f50ad300382195447a7cbd276dd58d7a168b',
    'trigger never_emptied of retry_steps': 'c8f5002a6cf857727cfbeec2ee38f50ad300382195447a7cbd276dd58d7a168b',
    'trigger retries_are_kept of retries': '79c0e9557e6bc10ca85c192f4d3d7676df4c0e7abddd3810fc3707010b5218d8',
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
