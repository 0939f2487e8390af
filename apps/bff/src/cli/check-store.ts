import type { StoreSettings } from '#config/load-config.ts';
import { databasePlace } from '#store/postgres-cause.ts';
import { reviewStore } from '#store/review-store.ts';
import { StoreOpenError } from '#store/store-error.ts';
import { type Finding, fault, note, ok } from './findings.ts';

/** Whether the store can be opened by this version; nothing in it is changed. */
export async function checkStore(settings: StoreSettings): Promise<Finding[]> {
  const { databaseUrl, dataDir } = settings;
  const where = databaseUrl === undefined ? `DATA_DIR ${dataDir}` : `PostgreSQL (${databasePlace(databaseUrl)})`;
  try {
    const { isThere, pending } = await reviewStore(settings);
    if (!isThere) return [ok(`${where} can be used; the first start makes the journal`)];
    if (pending.length === 0) return [ok(`${where} holds a journal of this version`)];
    return [
      ok(`${where} holds a journal of an older version`),
      note(
        `the next start brings it up to date (${pending.join(', ')}), and no older version can use it then; back it up before`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof StoreOpenError)) throw error;
    return [fault(error.message)];
  }
}
