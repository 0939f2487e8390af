import type { Kysely } from 'kysely';
import { auditContent, type ChainKey, digestOf, macOf, sealOf } from './chain.ts';
import { type ChainEntryRow, type ChainName, chainNames } from './chain-tables.ts';
import type { Store } from './open-store.ts';
import { type Removed, readRemoved, removedEntry, removedWords } from './removed-entry.ts';
import type { RetryRow } from './retry-tables.ts';
import type { Database } from './schema.ts';
import { writeAudit } from './write-audit.ts';

/** As many entries as one transaction removes: the end of the chain is held for some tens of milliseconds. */
const AT_ONCE = 500;

/** Nothing of a part that was changed by hand is removed: the change would leave with it. */
export class NotAsWrittenError extends Error {
  override name = 'NotAsWrittenError';
}

type Age = {
  /** Entries from before this moment, milliseconds. */
  before: number;
  /** The end of the chain when the removal began: it does not go on with the entries that it writes itself. */
  upTo: number;
  /** RETAIN_DAYS. */
  days: number;
  now: number;
};

/**
 * Removes the oldest entries of a chain that are that old, at most `AT_ONCE`, with the retries or lines that have no other; up
 * to the first entry of a retry that is still open. The removal is an entry of the chain and a line of the audit, in the same
 * transaction. Null where nothing is that old.
 * @throws NotAsWrittenError where any of it is not as it was written
 */
export function removeOldEntries(
  { journal }: Pick<Store, 'journal'>,
  chain: ChainName,
  { before, upTo, days, now }: Age,
): Promise<Removed | null> {
  return journal.write(async (writing) => {
    const { trx, key, add } = writing;
    await holdEnds(trx);
    const earlier = await readRemoved(trx, chain);
    const entries = await oldest(trx, chain, { before, upTo });
    const [first] = entries;
    const last = entries.at(-1);
    if (first === undefined || last === undefined) return null;
    const subjects = await goneWith(trx, chain, entries, last.seq);
    const keyId = await checkEntries({ trx, key, chain }, entries, earlier);
    const rows = await checkRows({ trx, key, chain }, entries, subjects);
    // Entries without a row wait for those that have one: their removal would only add others.
    if (rows === 0 && entries.length < AT_ONCE) return null;
    const removed: Removed = {
      version: (earlier?.version ?? 0) + 1,
      through: { seq: last.seq, mac: last.mac },
      keyId,
      rows: (earlier?.rows ?? 0) + rows,
      from: earlier?.from ?? first.at,
      until: last.at,
      days,
    };
    await removeRows(trx, chain, last.seq, subjects);
    add(chain, removedEntry(removed));
    const detail = removedWords(chain, { ...removed, at: now });
    await writeAudit(writing, now, { kind: 'removed-by-age', user: null, subject: chain, detail });
    return removed;
  });
}

/** Takes both ends, in the order of every transaction that appends to both: another process removes nothing meanwhile. */
async function holdEnds(trx: Kysely<Database>): Promise<void> {
  for (const chain of chainNames)
    await trx
      .updateTable('chain_heads')
      .set((set) => ({ seq: set.ref('seq') }))
      .where('chain', '=', chain)
      .execute();
}

/** The oldest entries, as long as each is that old, and of no retry that is still open. */
async function oldest(
  trx: Kysely<Database>,
  chain: ChainName,
  { before, upTo }: Pick<Age, 'before' | 'upTo'>,
): Promise<ChainEntryRow[]> {
  const entries = await trx
    .selectFrom('chain_entries')
    .selectAll()
    .where('chain', '=', chain)
    .where('seq', '<=', upTo)
    .orderBy('seq')
    .limit(AT_ONCE)
    .execute();
  const open =
    chain === 'audit' ? [] : await trx.selectFrom('retries').select('id').where('ended_at', 'is', null).execute();
  const held = new Set(open.map(({ id }) => id));
  const end = entries.findIndex(({ at, subject }) => at >= before || held.has(subject));
  return end === -1 ? entries : entries.slice(0, end);
}

/** The subjects of these entries that have no later one. */
async function goneWith(
  trx: Kysely<Database>,
  chain: ChainName,
  entries: readonly ChainEntryRow[],
  through: number,
): Promise<string[]> {
  const subjects = [...new Set(entries.map(({ subject }) => subject))];
  const later = await trx
    .selectFrom('chain_entries')
    .select('subject')
    .distinct()
    .where('chain', '=', chain)
    .where('seq', '>', through)
    .where('subject', 'in', subjects)
    .execute();
  const staying = new Set(later.map(({ subject }) => subject));
  return subjects.filter((subject) => !staying.has(subject));
}

type Part = { trx: Kysely<Database>; key: ChainKey; chain: ChainName };

/** Whether the entries follow each other as they were sealed; the name of the key that sealed the last of them. */
async function checkEntries(
  { key, chain }: Part,
  entries: readonly ChainEntryRow[],
  earlier: Removed | null,
): Promise<string | null> {
  let { seq, mac } = earlier?.through ?? { seq: 0, mac: '' };
  let keyId = earlier?.keyId ?? null;
  for (const entry of entries) {
    if (entry.kind === 'begun') keyId = entry.subject;
    // An entry that another key has sealed proves nothing to us, now or later.
    if (entry.seq !== seq + 1 || (keyId === key.id && macOf(key, mac, entry) !== entry.mac))
      throw new NotAsWrittenError(`entry ${entry.seq} of the chain of ${chain} is not as it was written`);
    ({ seq, mac } = entry);
  }
  return keyId;
}

/** Whether each of these subjects has its row, as its last entry has it; how many rows there are. */
async function checkRows(
  { trx, key, chain }: Part,
  entries: readonly ChainEntryRow[],
  subjects: readonly string[],
): Promise<number> {
  const newest = new Map(entries.map((entry) => [entry.subject, entry]));
  const ids = subjects.filter((subject) => !withoutRow.has(newest.get(subject)?.kind ?? 'begun'));
  if (ids.length === 0) return 0;
  const isWritten = new Set(
    chain === 'audit' ? await writtenLines(trx, ids, newest) : await writtenRetries({ trx, key }, ids, newest),
  );
  const wrong = ids.find((id) => !isWritten.has(id));
  if (wrong !== undefined) throw new NotAsWrittenError(`${chain}: ${wrong} is not as it was written`);
  return ids.length;
}

/** Entries of these kinds leave no row behind. */
const withoutRow = new Set<ChainEntryRow['kind']>(['begun', 'removed', 'taken-back']);

type Newest = ReadonlyMap<string, ChainEntryRow>;

async function writtenLines(trx: Kysely<Database>, ids: readonly string[], newest: Newest): Promise<string[]> {
  const lines = await trx.selectFrom('audit_log').selectAll().where('id', 'in', ids).execute();
  return lines.filter((line) => digestOf(auditContent(line)) === newest.get(line.id)?.digest).map(({ id }) => id);
}

async function writtenRetries(
  { trx, key }: Pick<Part, 'trx' | 'key'>,
  ids: readonly string[],
  newest: Newest,
): Promise<string[]> {
  const retries = await trx.selectFrom('retries').selectAll().where('id', 'in', ids).execute();
  const isWritten = (row: RetryRow) => row.seal === sealOf(key, row) && row.version === newest.get(row.id)?.version;
  return retries.filter(isWritten).map(({ id }) => id);
}

/** Entries first: the guards of the database let go of rows that have none. */
async function removeRows(
  trx: Kysely<Database>,
  chain: ChainName,
  through: number,
  subjects: readonly string[],
): Promise<void> {
  await trx.updateTable('chain_heads').set({ removed_through: through }).where('chain', '=', chain).execute();
  await trx.deleteFrom('chain_entries').where('chain', '=', chain).where('seq', '<=', through).execute();
  if (subjects.length === 0) return;
  if (chain === 'audit') {
    await trx.deleteFrom('audit_log').where('id', 'in', subjects).execute();
    return;
  }
  await trx.deleteFrom('retry_causes').where('retry_id', 'in', subjects).execute();
  await trx.deleteFrom('retries').where('id', 'in', subjects).execute();
}
