import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { printJournalCheck } from '#cli/journal-check.ts';
import { checkJournal } from '#retries/check-journal.ts';
import { moveRetry, readRetry } from '#retries/journal.ts';
import { headText } from '#store/chain.ts';
import { openForReading, openStore, type Store } from '#store/open-store.ts';
import { writeAuditLine } from '#store/write-audit.ts';
import { createLogger } from '#telemetry/logger.ts';
import { createHeadLog } from '../src/log-heads.ts';
import { httpStage } from './http-stage.ts';
import { fillJournal, tamper, unguard, writingDesk } from './journal-tampering.ts';
import { type StoreBench, sqliteBench, storeBenches } from './stores.ts';

/** The result of the check, one line per fault. */
async function result(store: Parameters<typeof checkJournal>[0]['store'], heads: string[] = []): Promise<string[]> {
  const { faults } = await checkJournal({ store }, heads);
  return faults.map(({ where, what }) => `${where}: ${what}`);
}

async function logged(store: Store): Promise<{ audit: string; retries: string }> {
  const heads = await store.journal.readHeads();
  return { audit: headText('audit', heads.audit), retries: headText('retries', heads.retries) };
}

const secrets = ['the first secret, of more than 32 letters', 'the second secret, of more than 32 letters'] as const;

describe.each(storeBenches())('the heads of the chains in $kind', (bench: StoreBench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  async function filled(): Promise<Store> {
    const store = await (await bench.place()).open();
    onTestFinished(() => store.close());
    await fillJournal(store);
    return store;
  }

  test('that were logged are found in them, also when they have gone on', async () => {
    const store = await filled();
    const { audit, retries } = await logged(store);
    await writeAuditLine(store, 1, { kind: 'collect', user: 'TECH\\anna' });
    expect(await result(store, [audit, retries])).toEqual([]);
    const other = audit.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect(await result(store, [other])).toEqual([
      expect.stringMatching(/^chain of audit: the head audit:5:.* is not in it/),
    ]);
    expect(await result(store, [audit.replace('audit:5', 'audit:900')])).toHaveLength(1);
    await expect(result(store, ['audit:x'])).rejects.toThrow('"audit:x" is no head of a chain');
  });

  test('are logged at the start, again after each day, and at the stop', async () => {
    const store = await filled();
    const lines: string[] = [];
    const log = createHeadLog(store, createLogger('info', { write: (line) => void lines.push(line) }));
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const DAY_MS = 24 * 60 * 60_000;
    await log.start();
    await writeAuditLine(store, 1, { kind: 'collect', user: 'TECH\\anna' });
    vi.advanceTimersByTime(DAY_MS - 60_000);
    expect(lines).toHaveLength(1);
    for (const day of [1, 2]) {
      vi.advanceTimersByTime(day === 1 ? 60_000 : DAY_MS);
      await vi.waitUntil(() => lines.length > day);
    }
    await log.stop();
    vi.advanceTimersByTime(3 * DAY_MS);
    const { audit, retries } = await logged(store);
    const ends = lines.map((line): unknown => JSON.parse(line).heads);
    expect(ends).toEqual([
      [expect.stringMatching(/^audit:5:/), retries],
      ...Array.from({ length: 3 }, () => [audit, retries]),
    ]);
    expect(await result(store, ends.flat().map(String))).toEqual([]);
  });

  test('show that the newest were removed, where all that stands in the database was removed alike', async () => {
    const store = await filled();
    await writeAuditLine(store, 1, { kind: 'collect', user: 'TECH\\anna' });
    const { audit } = await logged(store);
    await store.db.transaction().execute((trx) =>
      tamper(trx, store.kind, [
        sql`delete from audit_log where kind = 'collect'`,
        sql`delete from chain_entries where chain = 'audit' and seq = 6`,
        sql`update chain_heads set seq = 5, mac = (select mac from chain_entries where chain = 'audit' and seq = 5)
          where chain = 'audit'`,
      ]),
    );
    expect(await result(store)).toEqual([]);
    expect(await result(store, [audit])).toEqual([
      expect.stringMatching(/the head audit:6:.* is not in it.*older copy/),
    ]);
  });

  test('a retry changed by hand stays found when Retry Desk writes on', async () => {
    const store = await filled();
    const desk = writingDesk(store);
    await tamper(store.db, store.kind, [sql`update retries set note = 'all well' where id = 'r3'`]);
    const found = await readRetry(desk, 'r3');
    if (found) await moveRetry(desk, found.row, { to: 'succeeded', evidence: 'its run is over' });
    expect(await result(store)).toEqual([
      expect.stringMatching(/^chain of retries: retry r3 was not as it had been written/),
    ]);
  });

  test('a last step changed by hand with its hash stays found when Retry Desk writes on', async () => {
    const store = await filled();
    const desk = writingDesk(store);
    await tamper(store.db, store.kind, [
      sql`update retry_steps set evidence = 'x', hash = 'y' where retry_id = 'r3' and seq = 3`,
    ]);
    const found = await readRetry(desk, 'r3');
    if (found) await moveRetry(desk, found.row, { to: 'succeeded', evidence: 'its run is over' });
    expect(await result(store)).toContainEqual(expect.stringMatching(/retry r3 was not as it had been written when/));
  });

  test('a retry put back to an earlier state stays found when Retry Desk writes on', async () => {
    const store = await filled();
    const desk = writingDesk(store);
    const before = (await readRetry(desk, 'r3'))?.row;
    if (before === undefined) throw new Error('it is missing');
    await moveRetry(desk, before, { to: 'failed', evidence: 'its run failed' });
    await store.db.transaction().execute(async (trx) => {
      const guard = await unguard(trx, store.kind);
      await trx.deleteFrom('retry_steps').where('retry_id', '=', 'r3').where('seq', '=', 4).execute();
      await trx.updateTable('retries').set(before).where('id', '=', 'r3').execute();
      await guard();
    });
    expect(await result(store)).toEqual([expect.stringMatching(/^retry r3 .*it was put back to an earlier state/)]);
    await moveRetry(desk, before, { to: 'succeeded', evidence: 'its run is over' });
    expect(await result(store)).toEqual([
      expect.stringMatching(/^chain of retries: retry r3 had been put back to an earlier state/),
    ]);
  });

  test('a guard that is missing or does nothing is named', async () => {
    const store = await filled();
    await unguard(store.db, store.kind);
    expect(await result(store)).toContainEqual(
      expect.stringMatching(/^guards: trigger audit_log_stays of audit_log is (missing|not as it was made)/),
    );
    await sql`drop index retries_one_open_per_job`.execute(store.db);
    expect(await result(store)).toContainEqual(
      expect.stringMatching(/^guards: index retries_one_open_per_job .* is missing/),
    );
  });

  test('another SESSION_SECRET is reported as such, and one that was changed needs a head that was logged since', async () => {
    const place = await bench.place();
    const at = { databaseUrl: place.databaseUrl, dataDir: place.dataDir ?? '' };
    const first = await openStore({ ...at, sessionSecret: secrets[0] });
    await fillJournal(first);
    const old = await logged(first);
    await first.close();

    const reader = await openForReading({ ...at, sessionSecret: secrets[1] });
    expect(await result(reader)).toEqual([
      expect.stringMatching(/^chain of audit: it was sealed with another SESSION_SECRET than the one given here/),
      expect.stringMatching(/^chain of retries: it was sealed with another SESSION_SECRET than the one given here/),
    ]);
    await reader.close();

    const second = await openStore({ ...at, sessionSecret: secrets[1] });
    onTestFinished(() => second.close());
    expect(second.begun).toMatchObject([{ cause: 'other-secret' }, { cause: 'other-secret' }]);
    expect(await result(second)).toEqual([
      expect.stringMatching(/^chain of audit: it begins anew with entry 6: SESSION_SECRET was another before/),
      expect.stringMatching(/^chain of retries: it begins anew with entry \d+: SESSION_SECRET was another before/),
    ]);
    const { audit, retries } = await logged(second);
    expect(await result(second, [audit, retries])).toEqual([]);
    expect(await result(second, [audit, retries, old.audit])).toEqual([
      expect.stringMatching(/the head 5 that was given was sealed with another SESSION_SECRET/),
    ]);
  });
});

/** The output of the command. */
function printed(): string[] {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
  onTestFinished(() => log.mockRestore());
  return lines;
}

test('damaged pages are found by the command, which exits with 1', async () => {
  const bench = sqliteBench();
  onTestFinished(() => bench.stop());
  const place = await bench.place();
  const dataDir = place.dataDir ?? '';
  const store = await place.open();
  await fillJournal(store);
  const { rows } = await sql<{ page: number }>`select rootpage as page from sqlite_master
    where name = 'chain_entries_by_subject'`.execute(store.db);
  await store.close();
  const config = { databaseUrl: undefined, dataDir, sessionSecret: undefined };
  const lines = printed();
  expect(await printJournalCheck(config)).toBe(0);
  const file = await open(join(dataDir, 'retry-desk.sqlite'), 'r+');
  // In the middle of a page of an index: rows of tables stay readable.
  await file.write(Buffer.alloc(600, 0xa5), 0, 600, ((rows[0]?.page ?? 1) - 1) * 4096 + 3000);
  await file.close();
  expect(await printJournalCheck(config)).toBe(1);
  expect(lines.join('\n')).toMatch(/^ {2}pages: /m);
});

test('the log holds the heads of the chains at start and at stop, and the command finds them', async () => {
  const stage = await httpStage();
  await stage.signIn('anna');
  const ends = () =>
    stage.logs.flatMap((line): string[][] => {
      const { heads, event }: Record<string, unknown> = JSON.parse(line);
      return event === 'journal.heads' && Array.isArray(heads) ? [heads.map(String)] : [];
    });
  expect(ends()).toHaveLength(1);
  await stage.restart();
  const all = ends();
  expect(all).toHaveLength(3);
  expect(all[0]?.[0]).toMatch(/^audit:1:[0-9a-f]{64}$/);
  expect(all[1]?.[0]).toMatch(/^audit:2:[0-9a-f]{64}$/);
  const config = { databaseUrl: undefined, dataDir: stage.environment.DATA_DIR, sessionSecret: undefined };
  const lines = printed();
  expect(await printJournalCheck(config, all.flat())).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(/^The journal is as it was written: 0 retries/),
    ...(all.at(-1) ?? []).map((head) => `  head ${head}`),
  ]);
});
