import type { UnreadableElement } from '../records.ts';
import { attribute, child, type XmlNode } from '../xml/tree.ts';
import { numberOf } from '../xml/values.ts';

/** Where a page stands in its list, by `PagingInfo`; `size` is what the server made of the size we asked for. */
export type PageInfo = { page: number; pages: number; size: number | null };

/** Reads `PagingInfo` of an answer; null where it has none. */
export function pageInfoOf(root: XmlNode): PageInfo | null {
  const info = child(root, 'PagingInfo');
  if (!info) return null;
  const page = numberOf(attribute(info, 'PageNum'));
  const pages = numberOf(attribute(info, 'PagesCount'));
  return page === null || pages === null ? null : { page, pages, size: numberOf(attribute(info, 'PageSize')) };
}

/** An element that cannot be read as a record. `after`: the record before it on its page. */
export type Unread<Item> = { key: string; element: UnreadableElement; after: Item | null };

/**
 * `elements`: how many the page held, also such that are no records of ours. `first`: the key of the first of them; null
 * where it is none of ours.
 */
export type Page<Item> = {
  items: Item[];
  info: PageInfo | null;
  elements: number;
  unread?: readonly Unread<Item>[];
  first?: string | null;
};

/** A list that does not end or goes in circles. */
export class EndlessList extends Error {
  override readonly name = 'EndlessList';
}

export const mostPages = 10_000;
export const mostPagesWithoutNew = 3;

/** Whether this is the last page. A server without PagingInfo has more where it filled the page. */
export function isLastPage(page: Page<unknown>, number: number, asked: number): boolean {
  return page.info === null ? page.elements < asked : number >= page.info.pages;
}
