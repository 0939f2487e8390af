import { sampleRow } from '#retries/samples.ts';
import { appendStep, sealRetry } from '#retries/seal-retry.ts';
import type { Store } from '#store/open-store.ts';
import type { RetryRow } from '#store/retry-tables.ts';

/** A retry whose request is on its way, written as the desk writes one. */
export function writeRetry(
  { journal }: Pick<Store, 'journal'>,
  change: Partial<RetryRow> & { id: string },
  evidence: string | null = null,
): Promise<RetryRow> {
  return journal.write(async (writing) => {
    const { trx } = writing;
    const row = sampleRow({ state: 'requested', phase: 'sending', ...change });
    const inserted = await trx.insertInto('retries').values(row).returningAll().executeTakeFirstOrThrow();
    const step = await appendStep(trx, row.id, { state: row.state, at: row.requested_at, evidence });
    return sealRetry(writing, { ...inserted, steps_hash: step.row.hash }, 'written');
  });
}
