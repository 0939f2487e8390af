import type { Parameters } from '#http/exchange.ts';
import { Refusal } from '#http/refusal.ts';
import { link, type Sheet } from '#resources/sheet.ts';
import { type Element, element, list } from '#wire/element.ts';

const DEFAULT_SIZE = 100;

export type Page = { number: number; size: number; count: number; from: number; to: number };

/** The page asked for; the first hundred when nothing is asked. */
export function pageOf(parameters: Parameters, total: number): Page {
  const size = positive(parameters, 'pageSize', DEFAULT_SIZE);
  const number = positive(parameters, 'page', 1);
  const from = (number - 1) * size;
  return { number, size, count: Math.max(1, Math.ceil(total / size)), from, to: from + size };
}

/** The part of a plain collection to show: all of it unless a page is asked for. */
export function askedSlice(parameters: Parameters, total: number): Pick<Page, 'from' | 'to'> {
  const isPaged = parameters.get('pageSize') !== undefined || parameters.get('page') !== undefined;
  return isPaged ? pageOf(parameters, total) : { from: 0, to: total };
}

function positive(parameters: Parameters, name: string, fallback: number): number {
  const text = parameters.get(name);
  if (text === undefined) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal(400, `Invalid value "${text}" of parameter "${name}"`);
  return Number(text);
}

/** Where this page stands: First, Previous, Next, Last (reference 13.1, Queries); Next and Previous only where there is one. */
export function pagingInfo(sheet: Sheet, parameters: Parameters, page: Page): Element {
  const wishes: [string, number][] = [['First', 1]];
  if (page.number > 1) wishes.push(['Previous', Math.min(page.number - 1, page.count)]);
  if (page.number < page.count) wishes.push(['Next', page.number + 1]);
  wishes.push(['Last', page.count]);
  const items = wishes.map(([rel, number]) =>
    link(sheet, { rel, path: `/query?${parameters.with({ pageSize: page.size, page: number }, sheet.flavour)}` }),
  );
  return element('PagingInfo', { PageNum: page.number, PageSize: page.size, PagesCount: page.count }, [
    list('Links', items),
  ]);
}
