import type { EmTask } from '@retry-desk/em-client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readLive, readOpen } from '#retries/journal.ts';
import { leaseOpen } from '#retries/retry-leases.ts';
import { readTaskOwnership } from '#retries/task-ownership.ts';
import type { Store } from '#store/open-store.ts';
import { storeBenches } from './stores.ts';

/** More than PostgreSQL takes values in one statement; SQLite takes half as many. */
const MANY = 66_000;
const now = 1_760_000_000_000;

/** Written by one statement: all at once would take longer than a call may where the machine is busy. */
const SLICE = 6_000;

async function insertSlice({ db }: Store, from: number, to: number): Promise<void> {
  const numbers = sql`with recursive numbers(n) as (select ${sql.lit(from)} union all select n + 1 from numbers where n < ${sql.lit(to)})`;
  await sql`insert into retries (id, job_id, job_name, state, phase, requested_by, requested_at, attempt)
    ${numbers} select 'retry-' || n, 'job-' || n, 'Job ' || n, 'running', 'answered', 'anna', ${sql.lit(now)}, 1
    from numbers`.execute(db);
  await sql`insert into retry_steps (retry_id, seq, state, at, hash)
    ${numbers} select 'retry-' || n, 0, 'running', ${sql.lit(now)}, '' from numbers`.execute(db);
}

/** Writes them, reads them, and takes on what has no owner. */
async function followsAll(store: Store): Promise<void> {
  for (let from = 1; from <= MANY; from += SLICE) await insertSlice(store, from, from + SLICE - 1);

  const live = await readLive({ store }, now);
  expect(live).toHaveLength(MANY);
  expect(live.every(({ steps }) => steps.length === 1)).toBe(true);
  const ids = live.map(({ row }) => row.id);
  expect(await readOpen({ store }, ids)).toHaveLength(MANY);

  const tasks = ids.map(
    (id): EmTask => ({
      ref: { taskId: id, logonId: 'logon' },
      operation: 'RetryAgentJob',
      state: 'running',
      stateText: 'Running',
      result: null,
      runId: `run-${id}`,
    }),
  );
  const clock = { now: () => now };
  expect((await readTaskOwnership({ store, clock }, 'logon', tasks)).ownedTaskIds.size).toBe(0);
  const settings = { retryPollMs: 1, verdictMs: 1, retriesPerJobHour: 1, retriesPerPersonHour: 1 };
  const desk = { store, settings, em: { logonId: null }, owner: 'us', inFlight: new Set(ids.slice(1)) };
  expect(await leaseOpen(desk)).toHaveLength(store.kind === 'postgres' ? 1 : MANY);
}

describe.each(storeBenches())('$kind with more open retries than a statement takes values', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('starts with all of them, and follows them', { timeout: 240_000 }, async () => {
    const store = await (await bench.place()).open();
    onTestFinished(() => store.close());
    // However busy this machine is.
    await store.watch.unlimited(() => followsAll(store));
  });
});
