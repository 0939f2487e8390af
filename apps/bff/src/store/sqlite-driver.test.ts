import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { JournalWatch } from './journal-watch.ts';
import { openSqlite } from './sqlite.ts';

type Tables = { notes: { text: string } };

/** A watch that gives every call this long. */
class ShortWatch extends JournalWatch {
  ms = Number.POSITIVE_INFINITY;
  /** How often somebody has asked how long to wait: once for the turn, once for the statement. */
  asked = 0;

  override get patienceMs(): number {
    this.asked += 1;
    return this.ms;
  }
}

async function scene() {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-driver-'));
  const watch = new ShortWatch();
  const { dialect, probe, release } = await openSqlite(folder, watch);
  const db = new Kysely<Tables>({ dialect });
  onTestFinished(async () => {
    watch.ms = Number.POSITIVE_INFINITY;
    await db.destroy();
    release();
    rmSync(folder, { recursive: true });
  });
  await sql`create table notes (text text not null)`.execute(db);
  return { folder, watch, db, probe };
}

/** Takes a second or more. */
const count = sql`with recursive n(x) as (select 1 union all select x + 1 from n where x < 12000000) select max(x) from n`;

async function texts(db: Kysely<Tables>): Promise<string[]> {
  return (await db.selectFrom('notes').select('text').orderBy('text').execute()).map(({ text }) => text);
}

test('a request not begun in time is never carried out, and later ones are', async () => {
  const { db, watch } = await scene();
  const before = watch.asked;
  const busy = count.execute(db);
  await vi.waitFor(() => expect(watch.asked).toBe(before + 2));
  watch.ms = 100;
  const late = await Promise.allSettled([
    db.insertInto('notes').values({ text: 'alone' }).execute(),
    db.transaction().execute((trx) => trx.insertInto('notes').values({ text: 'in a transaction' }).execute()),
  ]);
  for (const each of late) expect(each).toMatchObject({ status: 'rejected', reason: { name: 'StoreSilentError' } });
  expect(watch.health.state).toBe('not-responding');
  // A reader does not wait for a writer.
  watch.ms = 10_000;
  expect(await texts(db)).toEqual([]);
  await busy;
  await db.transaction().execute((trx) => trx.insertInto('notes').values({ text: 'later' }).execute());
  expect(await texts(db)).toEqual(['later']);
  expect(watch.health.state).toBe('ok');
});

test('a transaction that waits too long in its middle leaves nothing, and the next one begins afresh', async () => {
  const { db, watch } = await scene();
  const cut = db.transaction().execute(async (trx) => {
    await trx.insertInto('notes').values({ text: 'first' }).execute();
    watch.ms = 100;
    await count.execute(trx);
  });
  await expect(cut).rejects.toMatchObject({ name: 'StoreSilentError' });
  watch.ms = Number.POSITIVE_INFINITY;
  await db.transaction().execute((trx) => trx.insertInto('notes').values({ text: 'second' }).execute());
  expect(await texts(db)).toEqual(['second']);
});

test('transactions at the same time do not mix', async () => {
  const { db } = await scene();
  const all = Array.from({ length: 40 }, (_, n) =>
    db.transaction().execute(async (trx) => {
      await trx
        .insertInto('notes')
        .values({ text: `a${n}` })
        .execute();
      if (n % 2 === 1) throw new Error('taken back');
      await trx
        .insertInto('notes')
        .values({ text: `b${n}` })
        .execute();
    }),
  );
  const outcomes = await Promise.allSettled(all);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(20);
  expect(await texts(db)).toHaveLength(40);
});

test('a lock of another process is reported as such, by a write and by the probe', async () => {
  const { db, folder, watch, probe } = await scene();
  const other = new DatabaseSync(join(folder, 'retry-desk.sqlite'), { timeout: 10_000 });
  onTestFinished(() => other.close());
  other.exec('begin immediate');
  await expect(db.insertInto('notes').values({ text: 'x' }).execute()).rejects.toMatchObject({
    message: 'database is locked',
    code: 5,
  });
  expect(watch.health.state).toBe('not-responding');
  await expect(probe()).rejects.toThrow('database is locked');
  other.exec('rollback');
  await probe();
  expect(watch.health.state).toBe('ok');
});

test('the error names why a transaction ended of itself, not that it cannot be rolled back', async () => {
  const { db } = await scene();
  await sql`pragma max_page_count = 2`.execute(db);
  const write = db.transaction().execute(async (trx) => {
    for (let n = 0; n < 50; n += 1)
      await trx
        .insertInto('notes')
        .values({ text: 'x'.repeat(9_000) })
        .execute();
  });
  await expect(write).rejects.toMatchObject({ message: 'database or disk is full', code: 13 });
});
