import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { printJournalCheck } from '#cli/journal-check.ts';
import { createCards } from '#retries/cards.ts';
import { checkJournal } from '#retries/check-journal.ts';
import { moveRetry, readRetry } from '#retries/journal.ts';
import { migrationsFor } from '#store/migrations/list.ts';
import type { Store } from '#store/open-store.ts';
import { storeBenches } from './stores.ts';
import { writeRetry } from './write-retry.ts';

const clock = { now: () => 1_000 };

/** A journal with two retries that have run their course and one open one. */
async function fill(store: Store): Promise<void> {
  const logger = { info() {}, warn() {}, error() {} };
  const journal = { store, clock, cards: createCards(clock), logger };
  for (const id of ['r1', 'r2', 'r3']) {
    await writeRetry(store, { id, job_id: `job of ${id}` });
    for (const to of id === 'r3'
      ? (['accepted'] as const)
      : (['accepted', 'triggered', 'running', 'failed'] as const)) {
      const found = await readRetry(journal, id);
      if (found) await moveRetry(journal, found.row, { to, evidence: `it is ${to}` });
    }
  }
}

/** A change by somebody with rights on the database: the guards are removed first. */
async function withoutGuards(
  store: Store,
  work: (db: Kysely<Record<string, never>>) => Promise<unknown>,
): Promise<void> {
  const drop =
    store.kind === 'sqlite'
      ? [sql`drop trigger retry_steps_stay`, sql`drop trigger retry_steps_are_kept`]
      : [sql`drop trigger retry_steps_stay on retry_steps`];
  for (const statement of drop) await statement.execute(store.db);
  await work(store.db as unknown as Kysely<Record<string, never>>); // raw statements only
}

const tampering: [string, ReturnType<typeof sql>[], string][] = [
  [
    'a changed word',
    [sql`update retry_steps set evidence = 'it went well' where retry_id = 'r1' and seq = 2`],
    'step 2',
  ],
  ['a changed time', [sql`update retry_steps set at = at + 1 where retry_id = 'r1' and seq = 0`], 'step 0'],
  ['a step left out', [sql`delete from retry_steps where retry_id = 'r1' and seq = 1`], 'step 1 is missing'],
  ['the last step left out', [sql`delete from retry_steps where retry_id = 'r1' and seq = 4`], 'steps after step 3'],
  [
    'steps that changed places',
    [
      sql`update retry_steps set seq = 9 where retry_id = 'r1' and seq = 1`,
      sql`update retry_steps set seq = 1 where retry_id = 'r1' and seq = 2`,
      sql`update retry_steps set seq = 2 where retry_id = 'r1' and seq = 9`,
    ],
    'step 1',
  ],
  ['another verdict', [sql`update retries set state = 'succeeded' where id = 'r1'`], 'succeeded'],
];

describe.each(storeBenches())('the chain of steps in $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  async function filled(): Promise<Store> {
    const store = await (await bench.place()).open();
    onTestFinished(() => store.close());
    await fill(store);
    return store;
  }

  test('of a journal nobody has touched is sound', async () => {
    const store = await filled();
    expect(await checkJournal({ store })).toMatchObject({ retries: 3, steps: 12, faults: [] });
  });

  test.each(tampering)('shows %s', async (_what, statements, reported) => {
    const store = await filled();
    await withoutGuards(store, async (db) => {
      for (const statement of statements) await statement.execute(db);
    });
    const { faults } = await checkJournal({ store });
    expect(faults.filter(({ where }) => where.startsWith('retry '))).toEqual([
      { where: 'retry r1 "Oracle Backup"', what: expect.stringContaining(reported) },
    ]);
  });

  test('cannot be changed by a slip: the database refuses', async () => {
    const store = await filled();
    const { db, kind } = store;
    const ways = [
      sql`update retry_steps set at = 7`,
      sql`delete from retry_steps where retry_id = 'r2'`,
      sql`delete from retries where id = 'r2'`,
      ...(kind === 'postgres'
        ? [sql`truncate retry_steps`, sql`truncate retries cascade`]
        : [
            sql`replace into retry_steps select retry_id, seq, state, 7, evidence, hash from retry_steps`,
            sql`replace into retries select * from retries`,
          ]),
    ];
    for (const statement of ways) await expect(statement.execute(db)).rejects.toThrow(/are never (?:changed|removed)/);
    expect(await checkJournal({ store })).toMatchObject({ retries: 3, steps: 12, faults: [] });
  });

  test('is made for what was written before there was one', async () => {
    const place = await bench.place();
    const store = await place.open();
    await fill(store);
    const before = await store.db.selectFrom('retry_steps').select('hash').orderBy('retry_id').orderBy('seq').execute();
    await withoutGuards(store, async (db) => {
      await sql`drop trigger retries_are_kept ${store.kind === 'sqlite' ? sql`` : sql`on retries`}`.execute(db);
      if (store.kind === 'postgres') {
        await sql`drop function journal_never_emptied cascade`.execute(db);
        await sql`drop function retry_steps_guard`.execute(db);
        await sql`drop function retries_guard`.execute(db);
      }
      await sql`alter table retry_steps drop column hash`.execute(db);
      await sql`alter table retries drop column steps_hash`.execute(db);
      const later = ['stop_phase', 'stop_by', 'stop_at', 'waited_for', 'cancel_phase', 'cancelled_by', 'cancelled_at'];
      for (const column of later) {
        await sql`alter table retries drop column ${sql.id(column)}`.execute(db);
      }
      for (const column of ['source', 'listed', 'sealed_id_token', 'person']) {
        await sql`alter table browser_sessions drop column ${sql.id(column)}`.execute(db);
      }
      for (const column of ['servers', 'reasons', 'screens', 'opened_at']) {
        await sql`alter table wall_links drop column ${sql.id(column)}`.execute(db);
      }
      await sql`drop index retries_by_requested_person`.execute(db);
      for (const column of ['version', 'seal', 'requested_person'])
        await sql`alter table retries drop column ${sql.id(column)}`.execute(db);
      const attention = ['acknowledgements', 'job_schedules', 'collections', 'outages', 'desk_alive', 'shift_visits'];
      const notices = ['notices', 'notice_deliveries', 'notice_keys', 'notice_channels'];
      for (const table of ['wall_pairings', 'cause_sightings', 'retry_causes', ...attention, ...notices])
        await sql`drop table ${sql.id(table)}`.execute(db);
      await sql`drop table chain_entries`.execute(db);
      await sql`drop table chain_heads`.execute(db);
      await sql`drop table audit_log`.execute(db);
      await sql`drop table api_tokens`.execute(db);
      if (store.kind === 'postgres')
        for (const name of ['audit_log_guard', 'chain_entries_guard', 'chain_heads_guard'])
          await sql`drop function ${sql.id(name)}`.execute(db);
      await sql`delete from kysely_migration where name >= '005'`.execute(db);
    });
    await store.close();
    // As it is where no server with chains has run.
    if (place.dataDir !== undefined) await rm(join(place.dataDir, 'journal-head'));
    const again = await place.open();
    onTestFinished(() => again.close());
    const migrator = new Migrator({
      db: again.db,
      provider: { getMigrations: async () => migrationsFor(again.kind) },
    });
    expect((await migrator.getMigrations()).every(({ executedAt }) => executedAt !== undefined)).toBe(true);
    const after = await again.db.selectFrom('retry_steps').select('hash').orderBy('retry_id').orderBy('seq').execute();
    expect(after).toEqual(before);
    expect((await checkJournal({ store: again })).faults).toEqual([]);
  });
});

test('the command reports that beside a running server, and exits with 1 where something does not fit', async () => {
  const [bench] = storeBenches();
  if (bench === undefined) throw new Error('there is no store');
  const place = await bench.place();
  const store = await place.open();
  onTestFinished(async () => {
    await store.close();
    await bench.stop();
  });
  await fill(store);
  const result: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void result.push(line));
  onTestFinished(() => log.mockRestore());
  const config = { databaseUrl: undefined, dataDir: place.dataDir ?? '', sessionSecret: undefined };
  expect(await printJournalCheck(config)).toBe(0);
  expect(result).toEqual([
    'The journal is as it was written: 3 retries with 12 steps, 0 lines of the audit.',
    expect.stringMatching(/^ {2}head audit:\d+:[0-9a-f]{64}$/),
    expect.stringMatching(/^ {2}head retries:\d+:[0-9a-f]{64}$/),
  ]);
  await withoutGuards(store, (db) => sql`update retry_steps set at = 7 where retry_id = 'r2'`.execute(db));
  expect(await printJournalCheck(config)).toBe(1);
  expect(result.join('\n')).toContain('retry r2');
});
