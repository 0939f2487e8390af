import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { csvAnswer } from '#csv.ts';
import { inSlices } from '#store/in-slices.ts';
import { createTurns } from '#store/turns.ts';
import { httpStage } from './http-stage.ts';
import { manyRetries } from './many-retries.ts';
import { piecesOf } from './pieces.ts';
import { storeBenches } from './stores.ts';

type Row = { n: number };
const columns = [{ name: 'n', cell: ({ n }: Row) => n }];

async function textOf(body: AsyncIterable<string | Uint8Array>): Promise<string> {
  return (await piecesOf(body)).join('');
}

test('several exports read one slice at a time, by turns, and each reads all there is', async () => {
  const about = { name: 'numbers', now: 0, exports: createTurns() };
  let [open, most] = [0, 0];
  const order: string[] = [];
  async function exported(name: string): Promise<string> {
    const all = inSlices(undefined, async (cursor = '0') => {
      open += 1;
      most = Math.max(most, open);
      await nextTurn();
      open -= 1;
      order.push(name);
      return { slice: [{ n: Number(cursor) }], next: cursor === '9' ? null : String(Number(cursor) + 1) };
    });
    return await textOf(csvAnswer('csv', about, columns, all).body);
  }
  const numbers = ['n', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ''].join('\r\n');
  expect(await Promise.all([exported('a'), exported('b')])).toEqual([numbers, numbers]);
  expect(most).toBe(1);
  expect(order.slice(0, 6)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
});

test('a slice that cannot be read, and a reader that leaves, end their export alone', async () => {
  const about = { name: 'numbers', now: 0, exports: createTurns() };
  const broken = inSlices<Row[]>(undefined, () => Promise.reject(new Error('away')));
  await expect(textOf(csvAnswer('csv', about, columns, broken).body)).rejects.toThrow('away');
  const endless = csvAnswer(
    'csv',
    about,
    columns,
    inSlices(undefined, async () => ({ slice: [{ n: 1 }], next: '1' })),
  );
  for await (const _ of endless.body) break;
  const whole = inSlices(undefined, async () => ({ slice: [{ n: 2 }], next: null }));
  expect(await textOf(csvAnswer('csv', about, columns, whole).body)).toBe('n\r\n2\r\n');
});

test.each([
  ['jobs', '/api/agents/jobs', 'henry'],
  ['retries', '/api/tasks', 'henry'],
  ['the audit', '/api/audit', 'anna'],
] as const)('an export of %s waits until it is its turn', async (_, path, name) => {
  const stage = await httpStage();
  const person = await stage.signIn(name);
  await vi.waitFor(async () => expect((await stage.call('GET', '/api/agents/jobs', { as: person })).status).toBe(200));
  const giveBack = await stage.bff.context.store.exports.take();
  const order: string[] = [];
  const exporting = stage
    .call('GET', path, { as: person, headers: { accept: 'text/csv' } })
    .then(({ status }) => order.push(`exported ${status}`));
  // Far more than an export of this size takes.
  for (let read = 0; read < 20; read += 1) await stage.call('GET', '/api/tasks', { as: person });
  order.push('given back');
  giveBack();
  await exporting;
  expect(order).toEqual(['given back', 'exported 200']);
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
