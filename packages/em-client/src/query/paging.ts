import { attribute, child, type XmlNode } from '../xml/tree.ts';
import { numberOf } from '../xml/values.ts';

/** Where a page stands in its list, as `PagingInfo` says; null where it says nothing. */
export type PageInfo = { page: number; pages: number };

/** Reads `PagingInfo` of an answer. */
export function pageInfoOf(root: XmlNode): PageInfo | null {
  const info = child(root, 'PagingInfo');
  if (!info) return null;
  const page = numberOf(attribute(info, 'PageNum'));
  const pages = numberOf(attribute(info, 'PagesCount'));
  return page === null || pages === null ? null : { page, pages };
}

export type Page<Item> = { items: Item[]; info: PageInfo | null; elements: number };

/** A list that does not end or goes in circles. */
export class EndlessList extends Error {
  override readonly name = 'EndlessList';
}

const mostPages = 10_000;

/**
 * Reads a list to its end. The list may change in between: each item is taken once by its id, pages are read until the
 * server has no more of them, and a server that sends one page for ever is refused rather than believed.
 */
export async function readAllPages<Item extends { id: string }>(
  readPage: (page: number) => Promise<Page<Item>>,
): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let page = 1; page <= mostPages; page += 1) {
    const before = found.size;
    const { items, info, elements } = await readPage(page);
    for (const item of items) if (!found.has(item.id)) found.set(item.id, item);
    const isLast = info === null || page >= info.pages || elements === 0;
    if (isLast) break;
    if (info.page !== page) throw new EndlessList(`page ${page} was asked, page ${info.page} came`);
    if (page === mostPages || (items.length > 0 && found.size === before && page > 1 && info.pages > page + 1)) {
      throw new EndlessList(`page ${page} of ${info.pages} held nothing new`);
    }
  }
  return [...found.values()];
}
