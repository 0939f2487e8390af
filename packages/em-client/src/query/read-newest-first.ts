import type { Instant } from '../records.ts';
import { EndlessList, type Page } from './paging.ts';

type Dated = { id: string; createdAt: Instant };

const mostPages = 10_000;
const mostPagesWithoutNews = 3;

/**
 * Reads a list that is sorted newest first to its end. After each page the next question is for what is older than the
 * last element, not for the next number: elements that come or vanish at the head then move nothing. A server that
 * takes no such question is read by number.
 */
export async function readNewestFirst<Item extends Dated>(
  readPage: (before: Instant | undefined, page: number) => Promise<Page<Item>>,
  limit: number,
): Promise<Item[]> {
  const found = new Map<string, Item>();
  let byTime = true;
  let before: Instant | undefined;
  let page = 1;
  let withoutNews = 0;
  for (let read = 1; read <= mostPages; read += 1) {
    const { items, info, elements } = await readPage(before, page);
    const known = found.size;
    for (const item of items) if (!found.has(item.id)) found.set(item.id, item);
    const news = found.size - known;
    if (found.size >= limit || info === null || elements === 0 || page >= info.pages) return [...found.values()];
    if (info.page !== page) throw new EndlessList(`page ${page} was asked, page ${info.page} came`);
    withoutNews = news > 0 ? 0 : withoutNews + 1;
    if (withoutNews > mostPagesWithoutNews) throw new EndlessList(`${withoutNews} pages in a row held nothing new`);

    const oldest = items.length > 0 ? Math.min(...items.map((item) => item.createdAt)) : undefined;
    if (byTime && news === 0 && page === 1 && before !== undefined) {
      byTime = false;
      before = undefined;
      page = read;
    } else if (byTime && oldest !== undefined && (before === undefined || oldest + 1 < before)) {
      // One millisecond more: EM counts finer than we do, and what stands twice is taken once.
      before = oldest + 1;
      page = 1;
    } else {
      page += 1;
    }
  }
  throw new EndlessList(`${mostPages} pages did not reach the end`);
}
