import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createRetention, removeOld } from '#audit/retention.ts';
import { checkJournal } from '#retries/check-journal.ts';
import { moveRetry, readRetry } from '#retries/journal.ts';
import { headText } from '#store/chain.ts';
import type { Store } from '#store/open-store.ts';
import { removeOldEntries } from '#store/remove-old-entries.ts';
import { createLogger } from '#telemetry/logger.ts';
import { httpStage } from './http-stage.ts';
import { fillJournal, tamper, writingDesk } from './journal-tampering.ts';
import { writeManyLines } from './retention-lines.ts';
import { sqliteBench, storeBenches } from './stores.ts';
import { writeRetry } from './write-retry.ts';

const DAY = 24 * 60 * 60_000;
const YEARS = 400 * DAY;

/** A clock by which all that has been written until now is just too old. */
async function muchLater(): Promise<number> {
  const now = Date.now();
  await vi.waitUntil(() => Date.now() > now, { interval: 1 });
  return Date.now() + YEARS;
}

function removing(store: Store) {
  const logs: string[] = [];
  const logger = createLogger('info', { write: (line) => void logs.push(line) });
  const clock = { now: () => Date.now() + YEARS };
  const deps = { store, clock, logger, days: 400, reads: () => true };
  const events = () => logs.map((line) => JSON.parse(line).event);
  async function run(later?: number): Promise<void> {
    const now = later ?? (await muchLater());
    await removeOld({ ...deps, clock: { now: () => now } }, new AbortController().signal);
  }
  return { deps, events, run };
}

async function idsOf(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom('retries').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

async function endRetry(store: Store, id: string): Promise<void> {
  const desk = writingDesk(store);
  const open = await readRetry(desk, id);
  if (open === undefined) throw new Error(`there is no ${id}`);
  await moveRetry(desk, open.row, { to: 'unconfirmed', evidence: 'given up' });
}

describe.each(storeBenches())('what is older than RETAIN_DAYS, journal in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  async function filled(): Promise<{ store: Store; open: () => Promise<Store> }> {
    const place = await bench.place();
    const store = await place.open();
    onTestFinished(() => store.close());
    await fillJournal(store);
    return { store, open: () => place.open() };
  }

  test('is removed up to the first open retry, and wholly once that has ended; the chains go on and name it', async () => {
    const { store } = await filled();
    await endRetry(store, 'r3');
    await writeRetry(store, { id: 'r5', job_id: 'job of r5', job_name: 'Job r5' });
    await writeRetry(store, { id: 'r6', job_id: 'job of r6', job_name: 'Job r6' });
    await endRetry(store, 'r6');
    const heads = store.journal.heads();
    const { run, events } = removing(store);
    await run();
    expect(await idsOf(store)).toEqual(['r5', 'r6']);
    expect(events()).toEqual(['journal.removed-by-age', 'journal.removed-by-age']);
    expect(await checkJournal({ store })).toMatchObject({ faults: [], retries: 2 });
    await endRetry(store, 'r5');
    await run();
    expect(await idsOf(store)).toEqual([]);
    const lines = await store.db.selectFrom('audit_log').select(['kind', 'subject', 'detail']).orderBy('id').execute();
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['removed-by-age']));
    expect(lines.find(({ subject }) => subject === 'retries')?.detail).toMatch(
      /^5 retries up to .* were removed by .*\(RETAIN_DAYS=400\)$/,
    );
    const check = await checkJournal({ store }, [headText('retries', heads.retries)]);
    expect(check).toMatchObject({ faults: [], retries: 0, steps: 0 });
    expect(check.notices).toEqual([
      expect.stringMatching(/^chain of audit: 6 lines of the audit up to .* were removed/),
      expect.stringMatching(/^chain of retries: 5 retries up to .* were removed/),
      expect.stringMatching(/^chain of retries: the head \d+ that was given cannot be compared/),
    ]);
  });

  test('stays removed, and nothing more is, after a restart without the setting; the journal goes on', async () => {
    const { store, open } = await filled();
    await endRetry(store, 'r3');
    await removing(store).run();
    await store.close();
    const again = await open();
    onTestFinished(() => again.close());
    expect(await idsOf(again)).toEqual([]);
    expect(again.begun).toEqual([]);
    await again.journal.confirm();
    await fillJournal(again);
    expect(await checkJournal({ store: again })).toMatchObject({ faults: [], retries: 3 });
  });

  test('is removed by one of two processes at a time', async () => {
    const { store } = await filled();
    await endRetry(store, 'r3');
    const now = await muchLater();
    const { seq: upTo } = store.journal.heads().retries;
    const age = { before: now - YEARS, upTo, days: 400, now };
    const both = await Promise.all([removeOldEntries(store, 'retries', age), removeOldEntries(store, 'retries', age)]);
    expect(both.filter((one) => one !== null)).toHaveLength(1);
    expect(await checkJournal({ store })).toMatchObject({ faults: [] });
  });

  test('is not removed where it is not as it was written', async () => {
    const { store } = await filled();
    await endRetry(store, 'r3');
    await tamper(store.db, store.kind, [sql`update retries set note = 'all well' where id = 'r1'`]);
    const { run, events } = removing(store);
    await run();
    expect(events()).toContain('journal.not-removed');
    expect(await idsOf(store)).toEqual(['r1', 'r2', 'r3']);
    expect((await checkJournal({ store })).faults).toMatchObject([{ what: expect.stringContaining('note') }]);
  });

  test.each([
    [
      'an entry more is cut off',
      [
        sql`delete from chain_entries where chain = 'retries' and seq = (select min(seq) from chain_entries where chain = 'retries')`,
      ],
      /entries .* are missing/,
    ],
    [
      'the entry of the removal is changed',
      [sql`update chain_entries set parts = replace(parts, '"rows":3', '"rows":2') where kind = 'removed'`],
      /\(removed, of removed\) is not as it was written/,
    ],
    [
      'a line of the audit is taken out',
      [sql`delete from audit_log where kind = 'removed-by-age'`],
      /line .* is missing/,
    ],
  ])('does not hide that %s by hand', async (_title, change, reported) => {
    const { store } = await filled();
    await endRetry(store, 'r3');
    await removing(store).run();
    await fillJournal(store);
    expect((await checkJournal({ store })).faults).toEqual([]);
    await tamper(store.db, store.kind, change);
    const { faults } = await checkJournal({ store });
    expect(faults.map(({ what }) => what)).toEqual(expect.arrayContaining([expect.stringMatching(reported)]));
  });

  test('stays behind the guards of the database until then', async () => {
    const { store } = await filled();
    await endRetry(store, 'r3');
    await removing(store).run(Date.now());
    for (const table of ['retries', 'audit_log', 'chain_entries'])
      await expect(sql`delete from ${sql.table(table)}`.execute(store.db), table).rejects.toThrow(/never/);
    await removing(store).run();
    await fillJournal(store);
    for (const table of ['retries', 'audit_log', 'chain_entries'])
      await expect(sql`delete from ${sql.table(table)}`.execute(store.db), table).rejects.toThrow(/never/);
    await expect(sql`update chain_heads set removed_through = seq + 1`.execute(store.db)).rejects.toThrow('goes back');
    await expect(sql`update chain_heads set removed_through = 0`.execute(store.db)).rejects.toThrow('goes back');
  });
});

test('a process that is killed while it removes has removed whole steps, and another goes on', {
  timeout: 120_000,
}, async () => {
  const bench = sqliteBench();
  onTestFinished(() => bench.stop());
  const place = await bench.place();
  const first = await place.open();
  await writeManyLines(first, 3_000);
  await first.close();
  const victim = fileURLToPath(new URL('retention-victim.ts', import.meta.url));
  const child = spawn(process.execPath, [victim, place.dataDir ?? '', String(await muchLater())], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  const store = await place.open();
  onTestFinished(() => store.close());
  const check = await checkJournal({ store });
  expect(check.faults).toEqual([]);
  expect(check.auditLines).toBeLessThan(3_000);
  await removing(store).run();
  const after = await checkJournal({ store });
  expect(after.faults).toEqual([]);
  expect(after.notices).toEqual([expect.stringMatching(/^chain of audit: 30\d\d lines of the audit/)]);
});

test('a process does it soon after its start where it polls for all, and ends in the middle of it', async () => {
  const bench = sqliteBench();
  onTestFinished(() => bench.stop());
  const store = await (await bench.place()).open();
  onTestFinished(() => store.close());
  await fillJournal(store);
  let reads = false;
  const { deps, events } = removing(store);
  const retention = createRetention({ ...deps, reads: () => reads, firstMs: 10, everyMs: 10 });
  retention.start();
  await store.journal.readHeads();
  expect(events()).toEqual([]);
  reads = true;
  await vi.waitFor(() => expect(events()).toContain('journal.removed-by-age'));
  await retention.stop();
  expect((await checkJournal({ store })).faults).toEqual([]);
});

test('only a server with RETAIN_DAYS removes anything', async () => {
  expect((await httpStage()).bff.context.retention).toBeNull();
  expect((await httpStage({ environment: { RETAIN_DAYS: '400' } })).bff.context.retention).not.toBeNull();
});
