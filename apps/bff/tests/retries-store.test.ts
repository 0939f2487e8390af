import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import { storeBenches } from './stores.ts';

const row = {
  id: 'a',
  job_id: 'job-1',
  job_name: 'Oracle Backup',
  state: 'requested',
  phase: 'claimed',
  requested_by: 'TECH\\anna',
  requested_at: 1_760_000_000_123,
  attempt: 1,
} as const;

describe.each(storeBenches())('the $kind store', (bench) => {
  beforeAll(() => bench.start());
  afterAll(() => bench.stop());

  test('a row is still there, number for number, after the store is opened again', async () => {
    const place = await bench.place();
    const first = await place.open();
    await first.db.insertInto('retries').values(row).execute();
    await first.close();

    const second = await place.open();
    const found = await second.db.selectFrom('retries').selectAll().executeTakeFirstOrThrow();
    await second.close();
    expect(found).toMatchObject({ ...row, sent_at: null, waited_ms: 0, lease_until: 0 });
  });

  test('only one open retry of a job fits in, and a closed one makes room', async () => {
    const store = await (await bench.place()).open();
    const insert = (id: string) =>
      store.db
        .insertInto('retries')
        .values({ ...row, id })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
    expect(await insert('a')).toEqual({ id: 'a' });
    expect(await insert('b')).toBeUndefined();
    await store.db.updateTable('retries').set({ state: 'refused' }).where('id', '=', 'a').execute();
    expect(await insert('b')).toEqual({ id: 'b' });
    await store.close();
  });

  test('a transaction that throws leaves nothing, also with others beside it', async () => {
    const store = await (await bench.place()).open();
    const broken = store.db.transaction().execute(async (trx) => {
      await trx.insertInto('retries').values(row).execute();
      throw new Error('thrown in the middle');
    });
    const good = store.db.transaction().execute((trx) =>
      trx
        .insertInto('retries')
        .values({ ...row, id: 'b', job_id: 'job-2' })
        .execute(),
    );
    await expect(broken).rejects.toThrow('thrown in the middle');
    await good;
    expect(await store.db.selectFrom('retries').select('id').execute()).toEqual([{ id: 'b' }]);
    await store.close();
  });

  test('a store that is gone is the refusal store-unavailable', async () => {
    const store = await (await bench.place()).open();
    await store.close();
    const use = storeCall(() => store.db.selectFrom('retries').selectAll().execute());
    await expect(use).rejects.toMatchObject({ name: 'Refusal', code: 'store-unavailable' });
  });
});

describe('DATA_DIR', () => {
  test('a second process is refused with the name of the directory, and gets in after the first was killed', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'retry-desk-held-'));
    const script = `import { openStore } from ${JSON.stringify(import.meta.resolve('#store/open-store.ts'))};
      await openStore({ dataDir: ${JSON.stringify(dataDir)} }); console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: new URL('..', import.meta.url),
    });
    await once(holder.stdout, 'data');

    await expect(openStore({ dataDir })).rejects.toThrow(`DATA_DIR ${dataDir} is in use by another Retry Desk process`);

    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const store = await openStore({ dataDir });
    await store.close();
    await rm(dataDir, { recursive: true });
  });

  test('a directory that cannot be one is named', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'retry-desk-file-'));
    const dataDir = join(directory, 'not-a-directory');
    await writeFile(dataDir, '');
    await expect(openStore({ dataDir })).rejects.toThrow(`DATA_DIR ${dataDir} cannot be used`);
    await rm(directory, { recursive: true });
  });

  test('a full disk refuses the write and keeps the existing rows', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'retry-desk-full-'));
    const store = await openStore({ dataDir });
    await store.db.insertInto('retries').values(row).execute();
    await sql`pragma max_page_count = 1`.execute(store.db);
    const filler = 'x'.repeat(100_000);
    const write = storeCall(() =>
      store.db
        .insertInto('retries')
        .values({ ...row, id: 'b', job_id: 'job-2', note: filler })
        .execute(),
    );
    await expect(write).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(await store.db.selectFrom('retries').select('id').execute()).toEqual([{ id: 'a' }]);
    await store.close();
    await rm(dataDir, { recursive: true });
  });
});
