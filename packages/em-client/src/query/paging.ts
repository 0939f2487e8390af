import { attribute, child, type XmlNode } from '../xml/tree.ts';
import { numberOf } from '../xml/values.ts';

/** Where a page stands in its list, as `PagingInfo` says; `size` is what the server made of the size we asked for. */
export type PageInfo = { page: number; pages: number; size: number | null };

/** Reads `PagingInfo` of an answer; null where it says nothing. */
export function pageInfoOf(root: XmlNode): PageInfo | null {
  const info = child(root, 'PagingInfo');
  if (!info) return null;
  const page = numberOf(attribute(info, 'PageNum'));
  const pages = numberOf(attribute(info, 'PagesCount'));
  return page === null || pages === null ? null : { page, pages, size: numberOf(attribute(info, 'PageSize')) };
}

/** `elements`: how many the page held, also such that are no records of ours. */
export type Page<Item> = { items: Item[]; info: PageInfo | null; elements: number };

/** A list that does not end or goes in circles. */
export class EndlessList extends Error {
  override readonly name = 'EndlessList';
}

export const mostPages = 10_000;
export const mostPagesWithoutNews = 3;

/** Whether this is the last page. A server without PagingInfo has more where it filled the page. */
export function isLastPage(page: Page<unknown>, number: number, asked: number): boolean {
  return page.info === null ? page.elements < asked : number >= page.info.pages;
}
