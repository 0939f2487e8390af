import type { Page } from './paging.ts';

/**
 * How many elements a list has, from its first page of one element: then there are as many pages. Null where the answer
 * cannot mean that: no paging given, a page of another size, or an element that the filter should have kept out.
 */
export function countOf<Item>({ items, info, elements }: Page<Item>, fits: (item: Item) => boolean): number | null {
  if (info === null || info.page !== 1 || info.size !== 1) return null;
  // Some count one page where there is nothing.
  if (elements === 0) return info.pages <= 1 ? 0 : null;
  if (elements !== 1 || info.pages < 1 || !items.every(fits)) return null;
  return info.pages;
}
