import { EndlessList, isLastPage, mostPages, mostPagesWithoutNews, type Page } from './paging.ts';

/** A page by number and size, and where it starts in the list. */
export type Window = { page: number; size: number; start: number };

/**
 * The page that begins at or before the last element known and reaches furthest: EM takes any page size, so that two
 * pages can overlap though it knows no offset. `known` elements are read already, `most` is the largest size.
 */
export function nextWindow(known: number, most: number): Window {
  if (known === 0 || most < 4) return { page: Math.floor(known / most) + 1, size: most, start: known };
  let best: Window = { page: 1, size: most, start: 0 };
  let reach = 0;
  for (let size = most; size > most / 2; size -= 1) {
    const page = Math.floor((known - 1) / size) + 1;
    if (page * size > reach) {
      reach = page * size;
      best = { page, size, start: (page - 1) * size };
    }
  }
  return best;
}

type Reading<Item> = { found: Map<string, Item>; stepsBack: number; read: number };

const mostStepsBack = 10;

/** One way through the list; says how many elements the server counted at its end. */
async function readThrough<Item extends { id: string }>(
  readPage: (page: number, size: number) => Promise<Page<Item>>,
  most: number,
  reading: Reading<Item>,
): Promise<number> {
  const { found } = reading;
  let known = 0;
  let size = most;
  let withoutNews = 0;
  for (;;) {
    const window = nextWindow(known, size);
    const page = await readPage(window.page, window.size);
    reading.read += 1;
    const { items, info, elements } = page;
    if (info && info.page !== window.page && elements > 0)
      throw new EndlessList(`page ${window.page} was asked, page ${info.page} came`);
    if (info?.size && info.size < window.size && window.page < info.pages) {
      // The server gives smaller pages than asked for: what was reckoned with the larger size starts again.
      size = info.size;
      known = 0;
      continue;
    }
    const first = items[0];
    const isTorn = known > 0 && first !== undefined && !found.has(first.id);
    const before = found.size;
    for (const item of items) if (!found.has(item.id)) found.set(item.id, item);
    if (isTorn && reading.stepsBack < mostStepsBack && window.start > 0) {
      // What we knew here has moved up by more than the overlap: something between is not read yet.
      reading.stepsBack += 1;
      known = window.start;
      continue;
    }
    if (isLastPage(page, window.page, window.size)) return window.start + elements;
    withoutNews = found.size > before ? 0 : withoutNews + 1;
    if (info === null && withoutNews > 0) return found.size;
    if (withoutNews > mostPagesWithoutNews) throw new EndlessList(`${withoutNews} pages in a row held nothing new`);
    if (reading.read > mostPages) throw new EndlessList(`${mostPages} pages did not reach the end`);
    known = window.start + window.size;
  }
}

/**
 * Reads a list to its end by page numbers while it may change: pages overlap by at least one element, which shows that
 * nothing slipped between them; each item is taken once by its id; and where the server counts more elements at the
 * end than were found (a list in no order), it is read again. Throws EndlessList for pages that go in circles.
 */
export async function readAllPages<Item extends { id: string }>(
  readPage: (page: number, size: number) => Promise<Page<Item>>,
  pageSize: number,
): Promise<Item[]> {
  const reading: Reading<Item> = { found: new Map(), stepsBack: 0, read: 0 };
  for (let way = 1; way <= 3; way += 1) {
    const before = reading.found.size;
    const counted = await readThrough(readPage, pageSize, reading);
    // Elements that are none of ours count as well: a second way without news is the whole list.
    if (reading.found.size >= counted || reading.found.size === before) break;
  }
  return [...reading.found.values()];
}
