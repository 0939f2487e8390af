import type { UnreadableElement } from '../records.ts';
import { EndlessList, isLastPage, mostPages, mostPagesWithoutNew, type Page } from './paging.ts';

/** A page by number and size, and where it starts in the list. */
export type Window = { page: number; size: number; start: number };

/**
 * The page that begins at or before the last element known and reaches furthest: EM takes any page size (reference 13.0, Queries), so that two
 * pages can overlap though it has no offset. `known` elements are read already, `most` is the largest size.
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

type Reading<Item> = {
  found: Map<string, Item>;
  /** Elements that cannot be read, by their keys. */
  unread: Map<string, UnreadableElement>;
  stepsBack: number;
  read: number;
};

const mostStepsBack = 10;
const stepsBackByOnePage = 3;

/** How many elements to take for known after a tear: a page back, and after some of those the whole list anew. */
function knownBeforeTear({ start, size }: Window, stepsBack: number): number {
  return stepsBack > stepsBackByOnePage ? 0 : Math.max(start - size + 2, 0);
}

/** One way through the list; returns how many elements the server counted at its end. */
async function readThrough<Item extends { id: string }>(
  readPage: (page: number, size: number) => Promise<Page<Item>>,
  most: number,
  reading: Reading<Item>,
): Promise<number> {
  const { found, unread } = reading;
  const seen = new Set<string>();
  let known = 0;
  let size = most;
  let withoutNew = 0;
  for (;;) {
    if (reading.read++ > mostPages) throw new EndlessList(`${mostPages} pages did not reach the end`);
    const window = nextWindow(known, size);
    const page = await readPage(window.page, window.size);
    const { items, info, elements } = page;
    const isLast = isLastPage(page, window.page, window.size);
    if (info && info.page !== window.page && elements > 0)
      throw new EndlessList(`page ${window.page} was asked, page ${info.page} came`);
    // A page begins with an element known; a list grown shorter than that has nothing there at all.
    const first = page.first ?? items[0]?.id;
    const isTorn = window.start > 0 && (first ? !found.has(first) && !unread.has(first) : elements === 0);
    const seenBefore = seen.size;
    for (const { key, element } of page.unread ?? []) {
      seen.add(key);
      unread.set(key, element);
    }
    for (const item of items) {
      seen.add(item.id);
      if (!found.has(item.id)) found.set(item.id, item);
    }
    if (!isLast && info?.size && info.size < window.size) {
      // The server gives smaller pages than asked for: what was reckoned with the larger size starts again.
      size = info.size;
      known = 0;
    } else if (isTorn && reading.stepsBack < mostStepsBack) {
      // The known runs have moved up by more than the overlap: something between is not read yet.
      reading.stepsBack += 1;
      seen.clear(); // what is read already comes once more
      known = knownBeforeTear(window, reading.stepsBack);
    } else if (isLast) return window.start + elements;
    else {
      withoutNew = seen.size > seenBefore ? 0 : withoutNew + 1;
      if (info === null && withoutNew > 0) return found.size + unread.size;
      if (withoutNew > mostPagesWithoutNew) throw new EndlessList(`${withoutNew} pages in a row held nothing new`);
      known = window.start + window.size;
    }
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
): Promise<{ items: Item[]; unread: UnreadableElement[] }> {
  const reading: Reading<Item> = { found: new Map(), unread: new Map(), stepsBack: 0, read: 0 };
  const size = () => reading.found.size + reading.unread.size;
  for (let way = 1; way <= 3; way += 1) {
    const before = size();
    const counted = await readThrough(readPage, pageSize, reading);
    // Elements that are none of ours count as well: a second way without anything new is the whole list.
    if (size() >= counted || size() === before) break;
  }
  return { items: [...reading.found.values()], unread: [...reading.unread.values()] };
}
