import type { Instant } from '../records.ts';
import { EndlessList, isLastPage, mostPages, mostPagesWithoutNew, type Page } from './paging.ts';

type Dated = { id: string; createdAt: Instant };

/** One question of a reading: only what is older than `before`, of that the page of this number and size. */
export type Question = { before: Instant | undefined; page: number; size: number };

export type NewestFirst<Item> = {
  readPage: (question: Question) => Promise<Page<Item>>;
  pageSize: number;
  /** Enough when so many of them count. */
  limit: number;
  counts: (item: Item) => boolean;
};

/** Takes the items that are new; returns how many were, and whether one of them was known before. */
function take<Item extends Dated>(items: readonly Item[], found: Map<string, Item>) {
  const fresh = items.filter(({ id }) => !found.has(id));
  for (const item of fresh) found.set(item.id, item);
  return { fresh, touches: fresh.length < items.length };
}

/** The question after this one, where time is asked for: older than the last, else further in the same moment. */
function older(question: Question, items: readonly Dated[], pageSize: number): Question {
  const oldest = Math.min(...items.map(({ createdAt }) => createdAt));
  // One millisecond more: EM counts finer than we do (captured 13.0.1: six digits), and what stands twice is taken once.
  if (oldest + 1 < (question.before ?? Number.POSITIVE_INFINITY))
    return { before: oldest + 1, page: 1, size: pageSize };
  return { ...question, page: question.page + 1 };
}

/**
 * Reads a list that is sorted newest first to its end. After each page the next question is for what is older than the
 * last element, not for the next number: elements that come or vanish at the head then move nothing. The last element
 * has to come again; a server that does not take the question as meant is read by number instead.
 */
export async function readNewestFirst<Item extends Dated>(list: NewestFirst<Item>): Promise<Item[]> {
  const found = new Map<string, Item>();
  let counted = 0;
  let byTime = true;
  let withoutNew = 0;
  let question: Question = { before: undefined, page: 1, size: Math.min(list.pageSize, list.limit) };
  for (let read = 1; read <= mostPages; read += 1) {
    const answer = await list.readPage(question);
    const { fresh, touches } = take(answer.items, found);
    counted += fresh.filter(list.counts).length;
    if (counted >= list.limit) break;
    const isLast = answer.elements === 0 || isLastPage(answer, question.page, question.size);
    const first = question.before === undefined || question.page > 1;
    const isMeant = !byTime || first || (touches && (fresh.length > 0 || isLast));
    if (isMeant && (isLast || (answer.info === null && fresh.length === 0))) break;
    if (isMeant && answer.info && answer.info.page !== question.page)
      throw new EndlessList(`page ${question.page} was asked, page ${answer.info.page} came`);
    withoutNew = fresh.length > 0 ? 0 : withoutNew + 1;
    if (withoutNew > mostPagesWithoutNew) throw new EndlessList(`${withoutNew} pages in a row held nothing new`);

    if (!isMeant) {
      byTime = false;
      withoutNew = -read; // what is read already comes once more
      question = { before: undefined, page: 1, size: list.pageSize };
    } else if (byTime && answer.items.length > 0) question = older(question, answer.items, list.pageSize);
    else question = { ...question, page: question.page + 1 };
    if (read === mostPages) throw new EndlessList(`${mostPages} pages did not reach the end`);
  }
  return [...found.values()];
}
