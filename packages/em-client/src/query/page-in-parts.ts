import { isLastPage, type Page, type Unread } from './paging.ts';

/** A part that cannot be given is asked for element by element. */
const PART = 10;
/** So much of a page and it is the page, or Enterprise Manager, and no element of it. */
const MOST_BAD_PARTS = 2;
const MOST_BAD_ELEMENTS = 5;

/** How a page is read, and what its failure means. */
export type PartReader<Item> = {
  readPage: (page: number, size: number) => Promise<Page<Item>>;
  /** The known part of the one element whose page of one failed so; null where the failure is not the element's. */
  unreadOf: (failure: unknown, place: number, after: Item | null) => Unread<Item> | null;
};

/** Elements of a page as they are gathered. */
type Gathered<Item> = {
  items: Item[];
  unread: Unread<Item>[];
  /** Elements that could not be given, and their places. */
  bad: { place: number; unread: Unread<Item> }[];
  first: string | null | undefined;
  /** The place behind the last element of the list, where it is known. */
  end: number | null;
  /** Whether any part was given. */
  isAnswered: boolean;
};

function gather<Item>(into: Gathered<Item>, part: Page<Item>, { page, size }: { page: number; size: number }): void {
  into.isAnswered = true;
  into.first ??= part.first ?? null;
  into.items.push(...part.items);
  into.unread.push(...(part.unread ?? []));
  if (isLastPage(part, page, size)) into.end = (page - 1) * size + part.elements;
}

/** The elements from one place to another, each asked for alone. False where too many of them cannot be given. */
async function gatherSingles<Item>(
  { readPage, unreadOf }: PartReader<Item>,
  { from, to }: { from: number; to: number },
  into: Gathered<Item>,
): Promise<boolean> {
  for (let place = from; place < to && into.end === null; place += 1) {
    try {
      gather(into, await readPage(place + 1, 1), { page: place + 1, size: 1 });
    } catch (failure) {
      const unread = unreadOf(failure, place, into.items.at(-1) ?? null);
      if (unread === null) throw failure;
      into.bad.push({ place, unread });
      into.first ??= unread.key;
      if (into.bad.length > MOST_BAD_ELEMENTS) return false;
    }
  }
  return true;
}

/** Whether Enterprise Manager gives this page of one, be it empty. */
async function isGiven<Item>({ readPage, unreadOf }: PartReader<Item>, page: number): Promise<boolean> {
  try {
    await readPage(page, 1);
    return true;
  } catch (failure) {
    if (unreadOf(failure, page, null) === null) throw failure;
    return false;
  }
}

/** Others have been given since: what fails now fails by itself, and not in a trouble that has passed. */
async function askBadAgain<Item>({ readPage, unreadOf }: PartReader<Item>, into: Gathered<Item>): Promise<void> {
  for (const { place, unread } of into.bad) {
    try {
      gather(into, await readPage(place + 1, 1), { page: place + 1, size: 1 });
    } catch (failure) {
      if (unreadOf(failure, place, unread.after) === null) throw failure;
      into.unread.push(unread);
    }
  }
}

/**
 * The page of this number and size in parts of ten, and a part that cannot be given in single elements, so that one element
 * that Enterprise Manager cannot give, or gives as what is no XML, costs that element. Null where it is not an element that
 * the page suffers from. Throws what a part fails with for another reason. Parts at the edges may hold neighbours.
 */
export async function readInParts<Item>(
  reader: PartReader<Item>,
  { page, size }: { page: number; size: number },
): Promise<Page<Item> | null> {
  const [from, to] = [(page - 1) * size, page * size];
  const all: Gathered<Item> = { items: [], unread: [], bad: [], first: undefined, end: null, isAnswered: false };
  const part = size > PART ? PART : 1;
  let badParts = 0;
  for (let place = from - (from % part); place < to && all.end === null; place += part) {
    if (part === 1) {
      if (!(await gatherSingles(reader, { from: place, to }, all))) return null;
      break;
    }
    const window = { page: place / part + 1, size: part };
    try {
      gather(all, await reader.readPage(window.page, part), window);
    } catch (failure) {
      badParts += 1;
      if (badParts > MOST_BAD_PARTS || reader.unreadOf(failure, place, null) === null) return null;
      const singles = { from: Math.max(place, from), to: Math.min(place + part, to) };
      if (!(await gatherSingles(reader, singles, all))) return null;
    }
  }
  if (!all.isAnswered && !(await isGiven(reader, to + 1))) return null;
  await askBadAgain(reader, all);
  const isLast = all.end !== null && all.end <= to;
  return {
    items: all.items,
    unread: all.unread,
    first: all.first ?? null,
    elements: Math.min(all.end ?? to, to) - from,
    info: { page, pages: isLast ? page : page + 1, size },
  };
}
