import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { inSlices } from '#store/in-slices.ts';
import { createTurns } from '#store/turns.ts';
import { httpStage } from './http-stage.ts';
import { manyRetries } from './many-retries.ts';
import { storeBenches } from './stores.ts';

test('several exports read one slice at a time, by turns, and each reads all there is', async () => {
  const store = { exports: createTurns() };
  let [open, most] = [0, 0];
  const order: string[] = [];
  async function exported(name: string): Promise<number[]> {
    const slices: number[] = [];
    const all = inSlices(store, undefined, async (cursor = '0') => {
      open += 1;
      most = Math.max(most, open);
      await nextTurn();
      open -= 1;
      order.push(name);
      return { slice: Number(cursor), next: cursor === '9' ? null : String(Number(cursor) + 1) };
    });
    for await (const slice of all) slices.push(slice);
    return slices;
  }
  const numbers = Array.from({ length: 10 }, (_, n) => n);
  expect(await Promise.all([exported('a'), exported('b')])).toEqual([numbers, numbers]);
  expect(most).toBe(1);
  expect(order.slice(0, 6)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
});

test('a slice that cannot be read ends its export alone', async () => {
  const store = { exports: createTurns() };
  const broken = inSlices(store, undefined, () => Promise.reject(new Error('away')));
  await expect(broken.next()).rejects.toThrow('away');
  const next = inSlices(store, undefined, async () => ({ slice: 'all', next: null }));
  expect(await next.next()).toMatchObject({ value: 'all' });
});

const COUNT = 5_000;

describe.each(storeBenches())('with $kind', (bench) => {
  beforeAll(() => bench.start(), 120_000);
  afterAll(() => bench.stop());

  test('exports of very many retries are whole, in small slices, while others go on reading', async () => {
    const { databaseUrl } = await bench.place();
    const stage = await httpStage({ environment: databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl } });
    const { call } = stage;
    const { store, desk } = stage.bff.context;
    for (const statement of manyRetries(bench.kind, COUNT)) await sql.raw(statement).execute(store.db);
    let found = 0;
    for await (const slice of desk.tasksForExport({})) {
      expect(slice.length).toBeLessThanOrEqual(100);
      found += slice.length;
    }
    expect(found).toBe(COUNT);
    const henry = await stage.signIn('henry');
    await vi.waitFor(async () => expect((await call('GET', '/api/board', { as: henry })).status).toBe(200));
    let over = false;
    const exporting = Promise.all(
      ['text/csv', 'text/csv', 'text/tab-separated-values'].map((accept) =>
        call('GET', '/api/tasks', { as: henry, headers: { accept } }),
      ),
    ).finally(() => {
      over = true;
    });
    let read = 0;
    for (; !over; read += 1) {
      expect((await call('GET', '/api/board', { as: henry })).status).toBe(200);
      expect((await call('GET', '/api/tasks', { as: henry })).status).toBe(200);
    }
    const [first, second] = await exporting;
    expect(first?.text).toBe(second?.text);
    expect(first?.text.match(/Servers of site/g)).toHaveLength(COUNT);
    // Each slice leaves room for somebody else.
    expect(read).toBeGreaterThan(10);
  });
});
