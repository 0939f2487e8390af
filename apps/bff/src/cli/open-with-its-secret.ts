import type { StoreSettings } from '#config/load-config.ts';
import { openForReading, openStore, type Store } from '#store/open-store.ts';
import { StoreOpenError } from '#store/store-error.ts';

/**
 * The store, for a command that changes something in it. With another secret than the server's the chains of the journal
 * would begin anew.
 * @throws StoreOpenError where it was sealed with another secret than the one at hand
 */
export async function openWithItsSecret(settings: StoreSettings): Promise<Store> {
  await refuseOtherSecret(settings);
  return openStore(settings);
}

async function refuseOtherSecret(settings: StoreSettings): Promise<void> {
  const store = await openForReading(settings);
  try {
    const tables = await store.db.introspection.getTables();
    // A store from before there were chains.
    if (!tables.some(({ name }) => name === 'chain_heads')) return;
    const heads = await store.db.selectFrom('chain_heads').select('key_id').execute();
    if (heads.every(({ key_id }) => key_id === null || key_id === store.chainKey?.id)) return;
    throw new StoreOpenError(
      'The journal is sealed with another SESSION_SECRET than the one given here: give the one that the server has, or run this with its settings. Nothing was changed.',
    );
  } finally {
    await store.close();
  }
}
