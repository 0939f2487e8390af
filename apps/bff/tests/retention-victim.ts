import { openStore } from '#store/open-store.ts';
import { removeOldEntries } from '#store/remove-old-entries.ts';

// A process of its own that removes old lines of the audit step by step, and prints how far it is, until it is killed:
// `node retention-victim.ts DATA_DIR NOW`.
const [, , dataDir = '', now = ''] = process.argv;
const store = await openStore({ dataDir });
const { audit } = await store.journal.readHeads();
for (;;) {
  const removed = await removeOldEntries(store, 'audit', {
    ...{ before: Number(now), upTo: audit.seq },
    ...{ days: 400, now: Number(now) },
  });
  if (removed === null) break;
  process.stdout.write(`${removed.through.seq}\n`);
}
