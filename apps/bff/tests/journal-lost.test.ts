import { statSync } from 'node:fs';
import { copyFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { unguard } from './journal-tampering.ts';
import { anna, job, openModelStage, other, refusal } from './retries-model-stage.ts';
import { postgresBench, sqliteBench } from './stores.ts';

type Files = { folder: string; store: string; log: string };

/** A desk on a store in files, with one retry that it has sent, and what can be done to the files. */
async function running() {
  const bench = sqliteBench();
  onTestFinished(() => bench.stop());
  const place = await bench.place();
  const folder = place.dataDir ?? '';
  const store = join(folder, 'retry-desk.sqlite');
  const files: Files = { folder, store, log: `${store}-wal` };
  const stage = await openModelStage(place);
  onTestFinished(() => stage.end());
  const first = await stage.openDesk();
  await first.desk.retry({ ...anna, jobId: job });
  return { ...stage, ...first, place, files };
}

const losses: [what: string, work: (files: Files) => Promise<unknown>, words: RegExp][] = [
  ['removed', ({ store }) => rm(store), /its file has been removed/],
  ['emptied', ({ store }) => truncate(store), /its file has been emptied/],
  [
    'replaced by a copy of itself',
    async ({ store }) => {
      await copyFile(store, `${store}.copy`);
      await rename(`${store}.copy`, store);
    },
    /its file has been replaced by another/,
  ],
  ['without its write-ahead log', ({ log }) => rm(log), /its write-ahead log has been taken away/],
  [
    'with another write-ahead log',
    async ({ log }) => {
      await rm(log);
      await writeFile(log, '');
    },
    /its write-ahead log has been taken away/,
  ],
];

test.each(losses)(
  'a store that was %s while the server runs is noticed before anything is sent',
  async (_what, lose, words) => {
    const { desk, em, files, logged } = await running();
    const sent = em.calls.length;
    await lose(files);
    const { code, detail } = await refusal(desk.retry({ ...anna, jobId: other }));
    expect({ code, detail }).toEqual({ code: 'store-unavailable', detail: expect.stringMatching(words) });
    expect(detail).toContain('Nothing was sent. An administrator has to put the journal right');
    expect(em.calls).toHaveLength(sent);
    expect(logged).toContainEqual(
      expect.objectContaining({ level: 'error', message: expect.stringContaining('nothing is sent') }),
    );
  },
);

test('a store that was removed is noticed before a task is cancelled or a job is stopped, too', async () => {
  const { desk, em, files, becomes } = await running();
  const [task] = desk.cards();
  const { taskId } = task ?? expect.unreachable('there is no retry');
  await rm(files.store);
  const lost = {
    code: 'store-unavailable',
    detail: expect.stringMatching(/its file has been removed.*Nothing was sent/),
  };
  expect(await refusal(desk.cancelTask({ ...anna, taskId }))).toMatchObject(lost);
  await becomes(desk, taskId, 'running');
  expect(await refusal(desk.stopJob({ ...anna, taskId }))).toMatchObject(lost);
  expect(em.ended).toBe(0);
});

test.each([
  ['removed', ({ store }: Files) => rm(store)],
  ['emptied', ({ store }: Files) => truncate(store)],
] as const)(
  'a store that was %s while no server ran stops the start, and a new one begins only where that is meant',
  async (_what, lose) => {
    const { close, place, files } = await running();
    await close();
    await lose(files);
    for (let time = 0; time < 2; time += 1)
      await expect(place.open()).rejects.toMatchObject({
        name: 'StoreOpenError',
        message: expect.stringMatching(
          /holds no journal any more, or an empty one, .*session-secret, journal-head.*backup/,
        ),
      });
    // Nothing was made in its place, which would take its log along.
    expect(statSync(files.store, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    for (const name of ['session-secret', 'journal-head']) await rm(join(files.folder, name));
    const store = await place.open();
    onTestFinished(() => store.close());
    expect(await store.db.selectFrom('retries').select('id').execute()).toEqual([]);
  },
);

test('a store copied without its write-ahead log stops the start with a message, until an older one is meant', async () => {
  const { close, place, files } = await running();
  await copyFile(files.store, join(files.folder, 'copy'));
  await close();
  await rename(join(files.folder, 'copy'), files.store);
  await expect(place.open()).rejects.toMatchObject({
    name: 'StoreOpenError',
    message: expect.stringMatching(/journal-head|holds no journal any more/),
  });
});

test('an older copy of the store stops the start with a message, until an older one is meant', async () => {
  const { close, openDesk, place, files } = await running();
  await close();
  await copyFile(files.store, join(files.folder, 'copy'));
  const again = await openDesk();
  await again.desk.retry({ ...anna, jobId: other });
  await again.close();
  await rename(join(files.folder, 'copy'), files.store);
  await expect(place.open()).rejects.toMatchObject({
    name: 'StoreOpenError',
    message: expect.stringMatching(/is not the one this server has written last: it lacks audit:\d+:.*older copy/),
  });
  await rm(join(files.folder, 'journal-head'));
  const store = await place.open();
  onTestFinished(() => store.close());
  expect(await store.db.selectFrom('retries').select('id').execute()).toHaveLength(1);
});

describe('a PostgreSQL', () => {
  const bench = postgresBench();
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('whose journal was put back to an earlier state while the server runs is noticed before anything is sent', async () => {
    const stage = await openModelStage(await bench.place());
    onTestFinished(() => stage.end());
    const { desk, store } = await stage.openDesk();
    await desk.retry({ ...anna, jobId: job });
    const sent = stage.em.calls.length;
    const guard = await unguard(store.db, 'postgres');
    await sql`delete from chain_entries where chain = 'audit' and seq = (select max(seq) from chain_entries where chain = 'audit')`.execute(
      store.db,
    );
    await guard();
    const { detail } = await refusal(desk.retry({ ...anna, jobId: other }));
    expect(detail).toMatch(/it is not the one that this server has written to.*Nothing was sent/);
    await sql`drop table chain_entries`.execute(store.db);
    expect((await refusal(desk.retry({ ...anna, jobId: other }))).detail).toMatch(
      /its tables are gone.*Nothing was sent/,
    );
    expect(stage.em.calls).toHaveLength(sent);
  });
});
