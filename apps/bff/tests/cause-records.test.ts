import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CauseRecords } from '#causes/cause-records.ts';
import type { Store } from '#store/open-store.ts';
import { storeBenches } from './stores.ts';

const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 2, 18, 12);
const clock = { now: () => NOW };

const sighting = (run: string, at: number, key = 'full') => ({ run_id: run, cause_key: key, job_id: 'job-1', at });
const retry = (id: string, key = 'full') => ({
  retry_id: id,
  cause_key: key,
  title: 'No space',
  family: 'space',
  machines: '["a"]',
  outcome: null,
});

describe.each(storeBenches())('what is recorded of causes, on $kind,', (bench) => {
  let store: Store;

  beforeAll(async () => {
    await bench.start();
    store = await (await bench.place()).open();
  });
  afterAll(async () => {
    await store.close();
    await bench.stop();
  });

  test('is stored once, however many processes record it, and forgotten after ninety days', async () => {
    const [one, other] = [new CauseRecords(store, clock), new CauseRecords(store, clock)];
    for (const records of [one, other]) {
      records.takeSighting(sighting('run-1', NOW - DAY));
      records.takeSighting(sighting('run-2', NOW));
      records.takeSighting(sighting('run-0', NOW - 91 * DAY));
      records.takeRetry([retry('retry-1'), retry('retry-1', 'locked')]);
      records.takeOutcome('retry-1', 'full', 'backed-up');
      expect(await records.flush()).toEqual(new Set(['full']));
    }
    // A later word is not taken: the first one counted.
    other.takeOutcome('retry-1', 'full', 'same-cause');
    await other.flush();
    expect(await other.past(new Set(['full', 'locked']))).toEqual(
      new Map([
        ['full', { firstAt: NOW - DAY, lastAt: NOW, tried: 1, helped: 1 }],
        ['locked', { firstAt: null, lastAt: null, tried: 0, helped: 0 }],
      ]),
    );
    expect(await other.timesOf('job-1', 'full', NOW - 30 * DAY)).toBe(2);
    expect(await other.ofRetries(['retry-1', 'retry-2'])).toHaveLength(2);
  });

  test('of very many failures at once is written in parts', async () => {
    const records = new CauseRecords(store, clock);
    for (let number = 0; number < 1_700; number += 1)
      records.takeSighting(sighting(`many-${number}`, NOW, `k${number}`));
    const keys = await records.flush();
    expect([keys.size, (await records.past(keys)).size]).toEqual([1_700, 1_700]);
    expect(await records.flush()).toEqual(new Set());
  });

  test('that could not be written is written by the next flush', async () => {
    const records = new CauseRecords(store, clock);
    records.takeSighting(sighting('later-1', NOW, 'later'));
    records.takeRetry([retry('retry-9', 'later')]);
    records.takeOutcome('retry-9', 'later', 'backed-up');
    await sql`alter table cause_sightings rename to away`.execute(store.db);
    await expect(records.flush()).rejects.toThrow();
    await sql`alter table away rename to cause_sightings`.execute(store.db);
    expect(await records.flush()).toEqual(new Set(['later']));
    const past = { firstAt: NOW, lastAt: NOW, tried: 1, helped: 1 };
    expect(await records.past(new Set(['later']))).toEqual(new Map([['later', past]]));
  });
});
