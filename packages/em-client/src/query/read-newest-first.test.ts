import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Page } from './paging.ts';
import { type Question, readNewestFirst } from './read-newest-first.ts';

type Item = { id: string; createdAt: number };

const hour = 3_600_000;

function runs(count: number, created: (index: number) => number): Item[] {
  return Array.from({ length: count }, (_, index) => ({ id: `r${index}`, createdAt: created(index) }));
}

/** A server's answer; `shift` is by how much it misreads the time that is asked for. */
function answer(list: readonly Item[], { before, page, size }: Question, shift: number | null = 0): Page<Item> {
  const sorted = [...list].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  const asked =
    before === undefined || shift === null ? sorted : sorted.filter((run) => run.createdAt < before + shift);
  const items = asked.slice((page - 1) * size, page * size);
  return { items, info: { page, pages: Math.ceil(asked.length / size), size }, elements: items.length };
}

function read(
  readPage: (question: Question) => Page<Item>,
  limit = Number.POSITIVE_INFINITY,
  counts = (_: Item) => true,
) {
  return readNewestFirst<Item>({ readPage: async (question) => readPage(question), pageSize: 10, limit, counts });
}

test('elements that stay are found, and found once, whatever begins, ends or goes while they are read', async () => {
  const change = fc.record({ asked: fc.integer({ min: 2, max: 9 }), at: fc.nat(100), add: fc.boolean() });
  const moments = fc.array(fc.nat(40), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(moments, fc.array(change, { maxLength: 6 }), async (times, changes) => {
      const list = runs(times.length, (index) => times[index] ?? 0);
      const stayed = new Set(list.map(({ id }) => id));
      let asked = 0;
      const found = await read((question) => {
        asked += 1;
        for (const { at, add } of changes.filter((one) => one.asked === asked)) {
          if (add) list.push({ id: `n${asked}-${at}`, createdAt: 41 + at });
          else for (const gone of list.splice(at % Math.max(list.length, 1), 1)) stayed.delete(gone.id);
        }
        return answer(list, question);
      });
      const ids = found.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of stayed) expect(ids).toContain(id);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['takes no question by time', null],
  ['reads the time as two hours earlier', -2 * hour],
  ['reads the time as two hours later', 2 * hour],
])('a server that %s is read to its end all the same', async (_title, shift) => {
  const list = runs(57, (index) => index * 20 * 60_000);
  expect(await read((question) => answer(list, question, shift))).toHaveLength(57);
});

test('more runs than a page in one and the same millisecond are all found', async () => {
  expect(
    await read((question) =>
      answer(
        runs(35, () => 7),
        question,
      ),
    ),
  ).toHaveLength(35);
});

test('elements that do not count do not use up the limit', async () => {
  const list = runs(57, (index) => index);
  const found = await read(
    (question) => answer(list, question),
    3,
    ({ createdAt }) => createdAt % 10 === 0,
  );
  expect(found.filter(({ createdAt }) => createdAt % 10 === 0)).toHaveLength(3);
  expect(found.length).toBeLessThan(40);
});

test('a server that takes the question is asked by time from the second page on, and no page twice', async () => {
  const asked: Question[] = [];
  const list = runs(57, (index) => index * 1_000);
  await read((question) => {
    asked.push(question);
    return answer(list, question);
  });
  expect(asked.map(({ before }) => before === undefined)).toEqual([true, ...Array(asked.length - 1).fill(false)]);
  expect(asked.length).toBeLessThan(8);
});
