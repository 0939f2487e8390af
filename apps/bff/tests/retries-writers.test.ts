import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCards } from '#retries/cards.ts';
import { rollBackIntent } from '#retries/insert-intent.ts';
import { moveRetry, noteRetry, readRetry } from '#retries/journal.ts';
import type { Store } from '#store/open-store.ts';
import { anna, job, type ModelStage, openModelStage, other, refusal } from './retries-model-stage.ts';
import { type Place, postgresBench, storeBenches } from './stores.ts';
import { writeRetry } from './write-retry.ts';

/** The parts a process needs to record a change of a retry. */
function journalOn(store: Store) {
  const clock = { now: () => 1_000 };
  return { store, clock, cards: createCards(clock), logger: { info() {}, warn() {}, error() {} } };
}

describe.each(storeBenches())('several who write of one retry on $kind', (bench) => {
  let stage: ModelStage;

  beforeAll(() => bench.start());
  afterAll(() => bench.stop());
  beforeEach(async () => {
    stage = await openModelStage(await bench.place());
  });
  afterEach(() => stage.end());

  test('a change based on an earlier state or phase changes nothing', async () => {
    const { store } = await stage.openDesk();
    const journal = journalOn(store);
    const seen = await writeRetry(store, { id: 'r1', phase: 'sending' });
    await noteRetry(journal, seen, { phase: 'unknown' }, { evidence: 'the answer was lost' });
    expect(await moveRetry(journal, seen, { to: 'refused', evidence: 'seen while it was sending' })).toBeUndefined();
    const now = (await readRetry(journal, 'r1'))?.row ?? seen;
    await moveRetry(journal, now, { to: 'accepted', evidence: 'its task was found' });
    expect(await moveRetry(journal, now, { to: 'refused', evidence: 'seen before the task was' })).toBeUndefined();
    expect(await noteRetry(journal, now, { em_message: 'late' }, { evidence: 'late' })).toBeUndefined();
    const remaining = await readRetry(journal, 'r1');
    expect(remaining?.row).toMatchObject({ state: 'accepted', phase: 'unknown', em_message: null });
    expect(remaining?.steps.map(({ evidence }) => evidence)).toEqual([
      null,
      'the answer was lost',
      'its task was found',
    ]);
  });

  test('a process whose lease has passed to another changes nothing by what it saw', async () => {
    const { store } = await stage.openDesk();
    const journal = journalOn(store);
    const seen = await writeRetry(store, { id: 'r1', phase: 'sending', lease_owner: 'another process' });
    expect(await moveRetry(journal, seen, { to: 'unconfirmed', evidence: 'old' }, 'this process')).toBeUndefined();
    expect(await noteRetry(journal, seen, { em_message: 'old' }, { owner: 'this process' })).toBeUndefined();
    expect((await readRetry(journal, 'r1'))?.row).toMatchObject({ state: 'requested', em_message: null });
    const its = { owner: 'another process' };
    expect(await noteRetry(journal, seen, { em_message: 'new' }, its)).toMatchObject({ row: { em_message: 'new' } });
  });

  test('only a bare intent is rolled back', async () => {
    const { store } = await stage.openDesk();
    const journal = journalOn(store);
    for (const phase of ['sending', 'unknown'] as const) {
      await writeRetry(store, { id: phase, job_id: phase, phase });
      expect([phase, await rollBackIntent(journal, { id: phase })]).toEqual([phase, false]);
      expect((await readRetry(journal, phase))?.row).toMatchObject({ state: 'requested', phase });
    }
    await writeRetry(store, { id: 'bare', job_id: 'bare', phase: 'claimed' });
    expect(await rollBackIntent(journal, { id: 'bare' })).toBe(true);
    expect(await readRetry(journal, 'bare')).toBeUndefined();
  });

  test.each([
    { times: 1, sent: 1 },
    { times: 5, sent: 1 },
    { times: 6, sent: 0 },
  ])('a process that is held up $times times while it writes that it sends, sends $sent times', async (held) => {
    const { desk, store } = await stage.openDesk();
    const write = store.journal.write.bind(store.journal);
    let writes = 0;
    // The second one writes that the request is on its way.
    store.journal.write = async (work) => {
      const written = await write(work);
      writes += 1;
      if (writes > 1 && writes <= 1 + held.times) stage.clock.at += 5_001;
      return written;
    };
    if (held.sent === 1)
      await expect(desk.retry({ ...anna, jobId: job })).resolves.toMatchObject({ state: 'accepted' });
    else {
      expect(await refusal(desk.retry({ ...anna, jobId: job }))).toMatchObject({
        code: 'em-unreachable',
        detail: 'The server was held up; nothing was sent. Try again.',
      });
      expect(stage.em.calls).toEqual([]);
      await expect(desk.retry({ ...anna, jobId: job })).resolves.toMatchObject({ state: 'accepted' });
    }
    expect(stage.em.calls).toHaveLength(1);
  });

  test('a process that was held up while it wrote that it sends does not send what another has judged meanwhile', async () => {
    const { desk, store } = await stage.openDesk();
    const write = store.journal.write.bind(store.journal);
    let writes = 0;
    store.journal.write = async (work) => {
      const written = await write(work);
      writes += 1;
      if (writes !== 2) return written;
      stage.clock.at += 60_000;
      await store.db.updateTable('retries').set({ lease_owner: 'another process' }).execute();
      return written;
    };
    expect(await refusal(desk.retry({ ...anna, jobId: job }))).toMatchObject({ code: 'em-unreachable' });
    expect(stage.em.calls).toEqual([]);
  });

  test('a key that comes again for another run, or to exceed the limits, is another request', async () => {
    const { desk } = await stage.openDesk();
    const order = { ...anna, jobId: job, note: 'INC-4711', idempotencyKey: randomUUID() };
    await desk.retry(order);
    for (const change of [{ runId: 'another-run' }, { overrideLimit: true }])
      expect(await refusal(desk.retry({ ...order, ...change }))).toMatchObject({ code: 'idempotency-mismatch' });
  });
});

describe('a limit that two processes count at once', () => {
  const bench = postgresBench();
  let place: Place;
  let stage: ModelStage;

  beforeAll(() => bench.start());
  afterAll(() => bench.stop());
  beforeEach(async () => {
    place = await bench.place();
    stage = await openModelStage(place);
  });
  afterEach(() => stage.end());

  test('the second counts what the first has not committed yet', async () => {
    const { desk } = await stage.openDesk({ retriesPerPersonHour: 1 });
    const first = await place.open();
    let second: Promise<unknown> = Promise.resolve();
    await first.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${anna.requestedBy}, 0))`.execute(trx);
      await writeUncommitted(trx, stage.clock.at);
      second = refusal(desk.retry({ ...anna, jobId: job }));
      let results = false;
      void second.finally(() => {
        results = true;
      });
      await vi.waitFor(async () => expect(results || (await isAwaited(first.db))).toBe(true), { timeout: 60_000 });
    });
    expect(await second).toMatchObject({ code: 'retry-limit' });
    expect(stage.em.calls).toEqual([]);
    await first.close();
  });
});

/** A retry of hers that the other process is about to commit. */
async function writeUncommitted(trx: Kysely<never> | Store['db'], at: number): Promise<void> {
  await sql`insert into retries (id, job_id, job_name, state, phase, requested_by, requested_at, sent_at, attempt)
    values ('first', ${other}, 'Other', 'requested', 'sending', ${anna.requestedBy}, ${at}, ${at}, 1)`.execute(trx);
}

/** Whether somebody waits for a lock that has been given. */
async function isAwaited(db: Store['db']): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`.execute(db);
  return rows.length > 0;
}
