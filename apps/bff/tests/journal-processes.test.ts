import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkJournal } from '#retries/check-journal.ts';
import { rollBackIntent } from '#retries/insert-intent.ts';
import { moveRetry } from '#retries/journal.ts';
import { mapLimited } from '#retries/map-limited.ts';
import { openStore, type Store } from '#store/open-store.ts';
import { writeAuditLine } from '#store/write-audit.ts';
import { writingDesk } from './journal-tampering.ts';
import { postgresBench, storeBenches } from './stores.ts';
import { writeRetry } from './write-retry.ts';

const secrets = ['the first secret, of more than 32 letters', 'the second secret, of more than 32 letters'] as const;
const WRITES = 40;

/** One process that writes as fast as it can: retries that move on, intents rolled back, lines of the audit. */
async function writeMuch(store: Store, name: string): Promise<void> {
  const desk = writingDesk(store);
  // More at once wait for each other, on a busy machine for longer than a store is waited for.
  await mapLimited(Array.from({ length: WRITES }), 4, async (_, n) => {
    const id = `${name}-${n}`;
    const row = await writeRetry(store, { id, job_id: id, phase: n % 4 === 0 ? 'claimed' : 'sending' });
    await writeAuditLine(store, n, { kind: 'retry', user: name, subject: id });
    if (n % 4 === 0) await rollBackIntent(desk, { id });
    else await moveRetry(desk, row, { to: 'accepted', evidence: 'it was taken' });
  });
}

describe.each(storeBenches())('a journal that is written while it is checked, in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('is sound all the time, and has one entry after the other', async () => {
    const place = await bench.place();
    const stores = [await place.open()];
    // A second process shares PostgreSQL.
    if (bench.kind === 'postgres') stores.push(await place.open());
    onTestFinished(async () => {
      for (const store of stores) await store.close();
    });
    let writing = true;
    // However busy this machine is.
    const written = Promise.all(
      stores.map((store, n) => store.watch.unlimited(() => writeMuch(store, `process-${n}`))),
    ).finally(() => {
      writing = false;
    });
    const [store] = stores;
    if (store === undefined) throw new Error('there is no store');
    let checks = 0;
    for (; writing || checks === 0; checks += 1) expect((await checkJournal({ store })).faults).toEqual([]);
    await written;
    const check = await checkJournal({ store });
    expect(check).toMatchObject({ retries: stores.length * 30, auditLines: stores.length * WRITES, faults: [] });
    const heads = await store.journal.readHeads();
    expect(heads.audit.seq).toBe(1 + stores.length * WRITES);
    expect(heads.retries.seq).toBe(1 + stores.length * WRITES * 2);
  });
});

describe('several processes on one PostgreSQL', () => {
  const bench = postgresBench();
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('begin the chains once, whichever comes first', async () => {
    const place = await bench.place();
    const stores = await Promise.all([place.open(), place.open(), place.open()]);
    for (const store of stores) onTestFinished(() => store.close());
    expect(stores.flatMap(({ begun }) => begun)).toHaveLength(2);
    const [store] = stores;
    if (store) expect(await checkJournal({ store })).toMatchObject({ entries: 2, faults: [] });
  });

  test('one with another SESSION_SECRET than was taken since writes nothing', async () => {
    const { databaseUrl } = await bench.place();
    const first = await openStore({ databaseUrl, dataDir: '', sessionSecret: secrets[0] });
    const second = await openStore({ databaseUrl, dataDir: '', sessionSecret: secrets[1] });
    onTestFinished(async () => {
      await first.close();
      await second.close();
    });
    await expect(writeAuditLine(first, 1, { kind: 'collect', user: null })).rejects.toThrow('another SESSION_SECRET');
    await writeAuditLine(second, 1, { kind: 'collect', user: null });
    expect(await first.db.selectFrom('audit_log').select('id').execute()).toHaveLength(1);
  });

  test('one that is held up in the middle of writing does not keep the others from it', async () => {
    const place = await bench.place();
    const stores = [await place.open(), await place.open()] as const;
    for (const store of stores) onTestFinished(() => store.close());
    const held = Promise.withResolvers<void>();
    const stuck = stores[0].db.transaction().execute(async (trx) => {
      await trx
        .updateTable('chain_heads')
        .set((set) => ({ seq: set.ref('seq') }))
        .execute();
      held.resolve();
      // As a process does that is stopped here: it asks nothing more until the others have gone on.
      await other;
    });
    const other = held.promise.then(() => writeAuditLine(stores[1], 1, { kind: 'collect', user: null }));
    await other;
    await expect(stuck).rejects.toThrow();
    expect((await checkJournal({ store: stores[1] })).faults).toEqual([]);
  });
});
