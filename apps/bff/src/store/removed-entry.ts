import type { Kysely } from 'kysely';
import { digestOf, type Head, partsIn } from './chain.ts';
import type { ChainName } from './chain-tables.ts';
import type { NewEntry } from './journal-writer.ts';
import type { Database } from './schema.ts';

/** All entries of removals have this subject, and count up in their version: the newest is found by the index. */
const SUBJECT = 'removed';

/**
 * The removed part of a chain so far: all of it up to `through`, by age. Its entry in the chain is sealed like every other,
 * so that nobody without the key can shorten the chain and make it look like this.
 */
export type Removed = {
  /** How many removals there were. */
  version: number;
  /** The last entry that is gone, and its `mac`. */
  through: Head;
  /** The name of the key that had sealed it. */
  keyId: string | null;
  /** Retries, or lines of the audit, that are gone. */
  rows: number;
  /** The dates of the first and of the last entry that are gone, milliseconds. */
  from: number;
  until: number;
  /** RETAIN_DAYS of then. */
  days: number;
};

/** The entry of a removal, for the end of its chain. */
export function removedEntry({ version, ...removed }: Removed): NewEntry {
  const parts = JSON.stringify(removed);
  return { kind: 'removed', subject: SUBJECT, version, digest: digestOf([['removed', parts]]), parts };
}

/** The newest removal of a chain, as its entry has it, and when it was; null where there was none. */
export async function readRemoved(db: Kysely<Database>, chain: ChainName): Promise<(Removed & { at: number }) | null> {
  const entry = await db
    .selectFrom('chain_entries')
    .select(['at', 'version', 'parts'])
    .where('chain', '=', chain)
    .where('subject', '=', SUBJECT)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (entry === undefined) return null;
  // Sealed with the entry: made by `removedEntry`, or its check reports it.
  const removed = partsIn(entry.parts) as Omit<Removed, 'version'>;
  return { ...removed, version: entry.version, at: entry.at };
}

/** The part that RETAIN_DAYS has removed, as a sentence without its end. */
export function removedWords(chain: ChainName, { rows, until, at, days }: Removed & { at: number }): string {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const what = chain === 'audit' ? 'lines of the audit' : 'retries';
  return `${rows} ${what} up to ${day(until)} were removed by ${day(at)} (RETAIN_DAYS=${days})`;
}
