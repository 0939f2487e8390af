import type { Generated } from 'kysely';

/** There are two chains; a transaction that appends to both takes them in this order, so that two never wait for each other. */
export const chainNames = ['audit', 'retries'] as const;
export type ChainName = (typeof chainNames)[number];

/**
 * One entry of a chain: a retry or a line of the audit at that moment, as hashes. The database refuses to change it, or to
 * remove it but by age, and nobody can make one without the key.
 */
export type ChainEntryRow = {
  chain: ChainName;
  /** 1, 2, 3 … without a gap. */
  seq: number;
  /** Milliseconds. */
  at: number;
  /**
   * `begun`: from here on another key is used, its name is the subject · `sealed`: was there before · `written`: new ·
   * `changed` · `unproven`: changed, and before the change it was not as the chain had it · `taken-back`: an intent of which
   * nothing was sent is removed · `removed`: all that is older than RETAIN_DAYS is removed (`removed-entry.ts`).
   */
  kind: ChainEntryKind;
  /** The id of the retry or of the line. */
  subject: string;
  /** Counts the entries of one retry, so that nobody can put it back to an earlier state; 1 for a line of the audit. */
  version: number;
  /** SHA-256 of the whole row. */
  digest: string;
  /** JSON: a short hash of each column, to name the one that was changed. */
  parts: string;
  /** HMAC-SHA-256 over all of this and the `mac` before. */
  mac: string;
};

export type ChainEntryKind = 'begun' | 'sealed' | 'written' | 'changed' | 'unproven' | 'taken-back' | 'removed';

/** The head of a chain. Its row is the lock: an append holds it until the end of the transaction. */
type ChainHeadRow = {
  chain: ChainName;
  seq: number;
  mac: string;
  /** The name of the key; null as long as nothing has been sealed. */
  key_id: string | null;
  /** The last entry that was removed by age; 0 where none was. */
  removed_through: Generated<number>;
};

export type ChainTables = { chain_entries: ChainEntryRow; chain_heads: ChainHeadRow };
