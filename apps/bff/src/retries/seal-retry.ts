import type { Transaction } from 'kysely';
import { retryContent, sealOf } from '#store/chain.ts';
import type { ChainEntryKind } from '#store/chain-tables.ts';
import { entryOf, type Writing } from '#store/journal-writer.ts';
import type { RetryRow, RetryStepRow } from '#store/retry-tables.ts';
import type { Database, StoreKind } from '#store/schema.ts';
import { stepHash } from '#store/step-hash.ts';

export type NewStep = Omit<RetryStepRow, 'retry_id' | 'seq' | 'hash'>;

/** A retry as it is before a change, held until the end of the transaction. */
export async function lockRow(trx: Transaction<Database>, kind: StoreKind, id: string): Promise<RetryRow | undefined> {
  const row = trx.selectFrom('retries').selectAll().where('id', '=', id);
  // SQLite lets one write at a time.
  return (kind === 'postgres' ? row.forUpdate() : row).executeTakeFirst();
}

/** Appends one step to those of a retry whose row the caller holds. `before`: the hash of the step before, `''` without one. */
export async function appendStep(
  trx: Transaction<Database>,
  retryId: string,
  step: NewStep,
): Promise<{ row: RetryStepRow; before: string }> {
  const last = await trx
    .selectFrom('retry_steps')
    .select(['seq', 'hash'])
    .where('retry_id', '=', retryId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const before = last?.hash ?? '';
  // A half letter is not what the database gives back.
  const evidence = step.evidence?.toWellFormed() ?? null;
  const hashed = { retry_id: retryId, seq: last === undefined ? 0 : last.seq + 1, ...step, evidence };
  const row = { ...hashed, hash: stepHash(before, hashed) };
  await trx.insertInto('retry_steps').values(row).execute();
  return { row, before };
}

/**
 * Whether a row still matches its last seal, and its last step (where another is about to follow it) too: a change by
 * hand must not become true because we seal the next one.
 */
export function isProven({ key }: Pick<Writing, 'key'>, row: RetryRow, lastStep: string | null): boolean {
  return row.seal === sealOf(key, row) && (lastStep === null || lastStep === (row.steps_hash ?? ''));
}

/** Seals a row as it is after a change; with a `kind` the chain gets an entry about it. */
export async function sealRetry(writing: Writing, row: RetryRow, kind: ChainEntryKind | null): Promise<RetryRow> {
  const next = { ...row, version: kind === null ? row.version : row.version + 1 };
  const { steps_hash, version } = next;
  const seal = sealOf(writing.key, next);
  await writing.trx.updateTable('retries').set({ steps_hash, version, seal }).where('id', '=', row.id).execute();
  if (kind !== null) writing.add('retries', entryOf(kind, row.id, version, retryContent(next)));
  return { ...next, seal };
}

/** Records that an intent is rolled back, of which nothing was sent. */
export function noteRolledBack(writing: Writing, row: RetryRow): void {
  const kind = isProven(writing, row, null) ? 'taken-back' : 'unproven';
  writing.add('retries', entryOf(kind, row.id, row.version + 1, retryContent(row)));
}
