import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextWindow, readAllPages } from './overlap.ts';
import { EndlessList, type Page } from './paging.ts';

type Item = { id: string };

function pageOf(list: readonly number[], page: number, size: number, info = true): Page<Item> {
  const items = list.slice((page - 1) * size, page * size).map((id) => ({ id: String(id) }));
  const pages = Math.max(Math.ceil(list.length / size), 1);
  return { items, info: info ? { page, pages, size } : null, elements: items.length };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index * 10);
}

test('each page begins at or before the last element known and reaches beyond it, at little cost', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 8, max: 500 }), (known, most) => {
      const { page, size, start } = nextWindow(known, most);
      expect(start).toBe((page - 1) * size);
      expect(start).toBeLessThan(known);
      expect(start + size).toBeGreaterThan(known);
      expect(size).toBeLessThanOrEqual(most);
    }),
  );
  let requests = 0;
  for (let known = 0; known < 10_000; requests += 1) {
    const { start, size } = nextWindow(known, 100);
    known = start + size;
  }
  expect(requests).toBeLessThan(120);
});

test('elements that stay are found, and found once, whatever comes and goes between two pages', async () => {
  const change = fc.record({ asked: fc.integer({ min: 2, max: 12 }), at: fc.nat(400), add: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 120 }), fc.array(change, { maxLength: 8 }), async (count, changes) => {
      const list = numbers(count);
      const stayed = new Set(list.map(String));
      let asked = 0;
      const { items: found } = await readAllPages(async (page, size) => {
        asked += 1;
        for (const { at, add } of changes.filter((one) => one.asked === asked)) {
          const place = list.length === 0 ? 0 : at % list.length;
          if (add) list.splice(place, 0, (list[place] ?? 0) - 0.001 * (at + 1) - asked);
          else for (const gone of list.splice(place, 1)) stayed.delete(String(gone));
        }
        return pageOf(list, page, size);
      }, 10);
      const ids = found.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of stayed) expect(ids).toContain(id);
    }),
    {
      numRuns: 300,
      // Shrunk below the page that was asked for: empty, and yet not the end of what there is.
      examples: [
        [
          11,
          [
            { asked: 2, at: 0, add: false },
            { asked: 2, at: 0, add: false },
          ],
        ],
      ],
    },
  );
});

test('half of the list vanishing at once costs none of the other half', async () => {
  const list = numbers(200);
  let asked = 0;
  const { items: found } = await readAllPages(async (page, size) => {
    asked += 1;
    if (asked === 5) list.splice(0, 100);
    return pageOf(list, page, size);
  }, 20);
  for (const id of list) expect(found.map((item) => item.id)).toContain(String(id));
});

test('a list in no order is read until as many are found as the server counts', async () => {
  let asked = 0;
  const { items: found } = await readAllPages(async (page, size) => {
    asked += 1;
    const turned = numbers(45);
    if (asked < 6) turned.push(...turned.splice(0, asked * 7));
    return pageOf(turned, page, size);
  }, 10);
  expect(found).toHaveLength(45);
});

test('elements that are none of ours make no endless reading', async () => {
  let asked = 0;
  const { items: found } = await readAllPages(async (page, size) => {
    asked += 1;
    const all = pageOf(numbers(45), page, size);
    return { ...all, items: all.items.filter(({ id }) => Number(id) % 20 === 0) };
  }, 10);
  expect(found).toHaveLength(23);
  expect(asked).toBeLessThan(25);
});

test('a server that gives smaller pages than asked for is read to its end', async () => {
  const { items: found } = await readAllPages(
    async (page, size) => pageOf(numbers(130), page, Math.min(size, 25)),
    100,
  );
  expect(found).toHaveLength(130);
});

test('a server that sends no number of pages is asked until a page is not full', async () => {
  const { items: found } = await readAllPages(async (page, size) => pageOf(numbers(33), page, size, false), 10);
  expect(found).toHaveLength(33);
  let asked = 0;
  const { items: all } = await readAllPages(async () => {
    asked += 1;
    return { items: numbers(33).map((id) => ({ id: String(id) })), info: null, elements: 33 };
  }, 10);
  expect(all).toHaveLength(33);
  expect(asked).toBeLessThan(6);
});

test.each([
  ['the same page for ever', () => pageOf([1, 2, 3], 1, 3)],
  [
    'always one page more',
    (page: number) => ({ ...pageOf([1, 2, 3], 1, 3), info: { page, pages: page + 1, size: null } }),
  ],
  [
    'empty pages without end',
    (page: number) => ({ items: [], info: { page, pages: page + 5, size: null }, elements: 0 }),
  ],
] as const)('a server that gives %s is refused', async (_title, answer) => {
  let asked = 0;
  const reading = readAllPages<Item>(async (page) => {
    asked += 1;
    const given = answer(page);
    return { ...given, info: given.info && { ...given.info, pages: given.info.pages + 7 } };
  }, 3);
  await expect(reading).rejects.toThrow(EndlessList);
  expect(asked).toBeLessThan(30);
});
