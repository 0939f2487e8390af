import { v7 as uuidv7 } from 'uuid';
import { openStore } from '#store/open-store.ts';
import { writeRetry } from './write-retry.ts';

// A process of its own that writes retries as fast as it can until it is killed, and prints the id of each once it is
// committed: `node store-writer.ts DATA_DIR`.
const store = await openStore({ dataDir: process.argv[2] ?? '' });
for (;;) {
  const id = uuidv7();
  await writeRetry(store, { id, job_id: id, phase: 'unknown' }, 'x'.repeat(200));
  process.stdout.write(`${id}\n`);
}
