import type { Kysely } from 'kysely';
import { auditContent, type ChainKey, digestOf, type Head, type Heads, retryContent, sealOf } from './chain.ts';
import { type ChainName, chainNames } from './chain-tables.ts';
import { JournalLostError } from './journal-lost.ts';
import { entryOf, extend, type NewEntry, readHeads } from './journal-writer.ts';
import type { Database } from './schema.ts';

/** As many rows as are read and sealed in one statement. */
const AT_ONCE = 200;

/** Why a chain begins: the store is new, or was made before there were chains, or SESSION_SECRET is another than before. */
type BeginCause = 'new' | 'older-store' | 'other-secret';
/** `rows`: existing rows, sealed as they are now. `before`: the head that another key has sealed. */
export type Begun = { chain: ChainName; cause: BeginCause; rows: number; before: Head };

/**
 * Makes sure that both chains go on with our key. Where they do not, a part of its own begins: everything that is there is
 * sealed as it stands at this moment. Several processes wait for each other; the first one does it.
 */
export async function beginChains(db: Kysely<Database>, key: ChainKey): Promise<{ begun: Begun[]; heads: Heads }> {
  return db.transaction().execute(async (trx) => {
    const begun: Begun[] = [];
    for (const chain of chainNames) {
      const one = await beginChain(trx, key, chain);
      if (one !== null) begun.push(one);
    }
    return { begun, heads: await readHeads(trx) };
  });
}

async function beginChain(trx: Kysely<Database>, key: ChainKey, chain: ChainName): Promise<Begun | null> {
  const held = await trx
    .updateTable('chain_heads')
    .set((set) => ({ seq: set.ref('seq') }))
    .where('chain', '=', chain)
    .returning(['seq', 'mac', 'key_id'])
    .executeTakeFirst();
  if (held === undefined) throw new JournalLostError('the end of a chain is missing');
  if (held.key_id === key.id) return null;
  const before = { seq: held.seq, mac: held.mac };
  const rows = await countRows(trx, chain);
  const cause: BeginCause = held.key_id !== null ? 'other-secret' : rows > 0 ? 'older-store' : 'new';
  let end = await extend(trx, key, chain, before, [beginning(key, cause, rows)]);
  let after = '';
  for (;;) {
    const batch = chain === 'audit' ? await auditBatch(trx, after) : await retryBatch(trx, key, after);
    const last = batch.at(-1);
    if (last === undefined) break;
    end = await extend(trx, key, chain, end, batch);
    after = last.subject;
  }
  const update = trx.updateTable('chain_heads').set({ ...end, key_id: key.id });
  await update.where('chain', '=', chain).execute();
  return { chain, cause, rows, before };
}

async function countRows(trx: Kysely<Database>, chain: ChainName): Promise<number> {
  const { rows } = await trx
    .selectFrom(chain === 'audit' ? 'audit_log' : 'retries')
    .select((select) => select.fn.countAll().as('rows'))
    .executeTakeFirstOrThrow();
  return Number(rows);
}

function beginning(key: ChainKey, cause: BeginCause, rows: number): NewEntry {
  const parts = JSON.stringify({ cause, rows });
  return { kind: 'begun', subject: key.id, version: 1, digest: digestOf([['begun', parts]]), parts };
}

async function auditBatch(trx: Kysely<Database>, after: string): Promise<NewEntry[]> {
  const lines = trx.selectFrom('audit_log').selectAll().where('id', '>', after).orderBy('id').limit(AT_ONCE);
  return (await lines.execute()).map((line) => entryOf('sealed', line.id, 1, auditContent(line)));
}

async function retryBatch(trx: Kysely<Database>, key: ChainKey, after: string): Promise<NewEntry[]> {
  const rows = trx.selectFrom('retries').selectAll().where('id', '>', after).orderBy('id').limit(AT_ONCE);
  const entries: NewEntry[] = [];
  for (const row of await rows.execute()) {
    const sealed = { ...row, version: row.version + 1 };
    const { version } = sealed;
    await trx
      .updateTable('retries')
      .set({ version, seal: sealOf(key, sealed) })
      .where('id', '=', row.id)
      .execute();
    entries.push(entryOf('sealed', row.id, version, retryContent(sealed)));
  }
  return entries;
}
