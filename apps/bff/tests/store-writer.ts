import { v7 as uuidv7 } from 'uuid';
import { appendStep } from '#retries/journal.ts';
import { sampleRow } from '#retries/samples.ts';
import { openStore } from '#store/open-store.ts';

// A process of its own that writes retries as fast as it can until it is killed, and prints the id of each once it is
// committed: `node store-writer.ts DATA_DIR`.
const store = await openStore({ dataDir: process.argv[2] ?? '' });
for (;;) {
  const id = uuidv7();
  await store.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('retries')
      .values(sampleRow({ id, job_id: id }))
      .execute();
    await appendStep(trx, id, { state: 'requested', at: Date.now(), evidence: 'x'.repeat(200) });
  });
  process.stdout.write(`${id}\n`);
}
