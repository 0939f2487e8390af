import type { Kysely, Transaction } from 'kysely';
import { type ChainKey, digestOf, type Head, type Heads, macOf, partsOf, type RowContent } from './chain.ts';
import { type ChainEntryKind, type ChainEntryRow, type ChainName, chainNames } from './chain-tables.ts';
import { JournalLostError } from './journal-lost.ts';
import type { Database } from './schema.ts';

export type NewEntry = Pick<ChainEntryRow, 'kind' | 'subject' | 'version' | 'digest' | 'parts'>;

/** One transaction that writes to the journal. */
export type Writing = {
  trx: Transaction<Database>;
  key: ChainKey;
  /** Appends to a chain when everything else of the transaction is done, so that its end is held for moments only. */
  add(chain: ChainName, entry: NewEntry): void;
};

export type JournalWriter = {
  /** Runs a transaction with what it appends to the chains. */
  write<T>(work: (writing: Writing) => Promise<T>): Promise<T>;
  /** The newest ends of the chains that this process has written or seen. */
  heads(): Heads;
  /** The ends of the chains as the store has them. */
  readHeads(): Promise<Heads>;
  /** @throws JournalLostError where the store does not hold what this process has written or seen. */
  confirm(): Promise<void>;
};

/** How to read entries past every connection that is open already. */
type AskAfresh = (ends: Heads) => Promise<{ chain: string; mac: string }[]>;

type Parts = {
  db: Kysely<Database>;
  key: ChainKey;
  heads: Heads;
  askAfresh: AskAfresh;
  /** Called after every commit that has appended something. */
  onHeads(heads: Heads): void;
};

/** The content of an entry about a row. */
export function entryOf(kind: ChainEntryKind, subject: string, version: number, content: RowContent): NewEntry {
  return { kind, subject, version, digest: digestOf(content), parts: partsOf(content) };
}

export function createJournalWriter({ db, key, heads: first, askAfresh, onHeads }: Parts): JournalWriter {
  const known: Heads = { ...first };

  function remember(heads: Partial<Heads>): void {
    for (const chain of chainNames) {
      const head = heads[chain];
      // Of two consecutive commits, either callback may come first.
      if (head !== undefined && head.seq > known[chain].seq) known[chain] = head;
    }
    onHeads(known);
  }

  return {
    async write(work) {
      const added: Partial<Heads> = {};
      const result = await db.transaction().execute(async (trx) => {
        const entries: Record<ChainName, NewEntry[]> = { audit: [], retries: [] };
        const done = await work({ trx, key, add: (chain, entry) => void entries[chain].push(entry) });
        for (const chain of chainNames)
          if (entries[chain].length > 0) added[chain] = await append(trx, key, chain, entries[chain]);
        return done;
      });
      if (Object.keys(added).length > 0) remember(added);
      return result;
    },
    heads: () => ({ ...known }),
    readHeads: () => readHeads(db),
    async confirm() {
      const ends: Heads = { ...known };
      const found = await askAfresh(ends);
      const isThere = (chain: ChainName) =>
        found.some((entry) => entry.chain === chain && entry.mac === ends[chain].mac);
      if (!chainNames.every(isThere)) throw new JournalLostError('it is not the one that this server has written to');
    },
  };
}

/** The newest of both chains. */
export async function readHeads(db: Kysely<Database>): Promise<Heads> {
  const rows = await db.selectFrom('chain_heads').select(['chain', 'seq', 'mac']).execute();
  const of = (chain: ChainName): Head => {
    const row = rows.find((each) => each.chain === chain);
    if (row === undefined) throw new JournalLostError('the end of a chain is missing');
    return { seq: row.seq, mac: row.mac };
  };
  return { audit: of('audit'), retries: of('retries') };
}

/** The entries at these ends, as a statement. */
export function endsQuery(db: Kysely<Database>, ends: Heads) {
  return db
    .selectFrom('chain_entries')
    .select(['chain', 'mac'])
    .where((where) =>
      where.or(chainNames.map((chain) => where.and([where('chain', '=', chain), where('seq', '=', ends[chain].seq)]))),
    );
}

/** Takes the end of a chain, which others wait for from here to the end of the transaction, and appends. */
async function append(
  trx: Kysely<Database>,
  key: ChainKey,
  chain: ChainName,
  entries: readonly NewEntry[],
): Promise<Head> {
  const held = await trx
    .updateTable('chain_heads')
    .set((set) => ({ seq: set('seq', '+', entries.length) }))
    .where('chain', '=', chain)
    .returning(['seq', 'mac', 'key_id'])
    .executeTakeFirst();
  if (held === undefined) throw new JournalLostError('the end of a chain is missing');
  if (held.key_id !== key.id) throw new JournalLostError('another process seals it with another SESSION_SECRET');
  const end = await extend(trx, key, chain, { seq: held.seq - entries.length, mac: held.mac }, entries);
  await trx.updateTable('chain_heads').set({ mac: end.mac }).where('chain', '=', chain).execute();
  return end;
}

/** Writes entries after the end of a chain that the caller holds; its new end is written by the caller. */
export async function extend(
  trx: Kysely<Database>,
  key: ChainKey,
  chain: ChainName,
  end: Head,
  entries: readonly NewEntry[],
): Promise<Head> {
  const at = Date.now();
  let mac = end.mac;
  const rows = entries.map((entry, index) => {
    const linked = { chain, seq: end.seq + index + 1, at, ...entry };
    mac = macOf(key, mac, linked);
    return { ...linked, mac };
  });
  await trx.insertInto('chain_entries').values(rows).execute();
  return { seq: end.seq + rows.length, mac };
}
