import { type Connection, documentOf, readable } from './connection.ts';
import type { OnUnreadable } from './enterprise-manager.ts';
import { unreadableAnswer } from './errors/answer-error.ts';
import { EmError } from './errors/em-error.ts';
import type { CallSite } from './errors/network-error.ts';
import { readAllPages } from './query/overlap.ts';
import { readInParts } from './query/page-in-parts.ts';
import { EndlessList, type Page, pageInfoOf, type Unread } from './query/paging.ts';
import { type ListedElement, listedElements } from './resources/elements.ts';
import { type ElementFacts, UnreadableRecord } from './resources/unreadable-record.ts';
import { callName } from './transport/exchange.ts';
import { UnreadableXml, type XmlDocument } from './xml/parse.ts';
import type { XmlNode } from './xml/tree.ts';

/** The source of a list, and how its elements become records. */
export type ListRequest<Item> = {
  /** Path and query without paging: `/query?type=BackupJobSession&format=Entities`. */
  path: string;
  /** Element name: `BackupJobSession`. */
  kind: string;
  /** Where they stand, for a kind that is listed by references; entities of the kind unless given. */
  elementsOf?: (document: XmlDocument) => ListedElement[];
  /** The record; null for an element that is none of ours. Throws UnreadableXml for one that cannot be read. */
  toRecord: (node: XmlNode, logonId: string) => Item | null;
  /** The known part of an element of another name that would be this record; null where it is none of ours. */
  factsOfForeign?: (item: Item) => Partial<ElementFacts> | null;
  /** The record that such an element is taken for instead, where an empty one is better than none. */
  ofForeign?: (item: Item) => Item;
  pageSize: number;
  /** Whether elements that cannot be read are kept apart, instead of making the list unreadable. */
  apart?: boolean;
  /** One element is asked for to be counted: its page is judged by the caller. */
  counting?: boolean;
};

/** So many elements of a page, and not one that can be read: then it is the page. */
const allOfAPage = 5;

/** Whether what is unreadable is the page rather than each of its elements: none of them names itself and its job. */
function isThePage<Item>(unread: readonly Unread<Item>[], found: readonly ListedElement[]): boolean {
  if (unread.length < allOfAPage || unread.length < found.length) return false;
  const isNamed = unread.some(({ element: { id, jobId } }) => id !== null && jobId !== null);
  return !isNamed || found.every(({ foreign }) => foreign !== null);
}

/**
 * One page of a list as records. Throws EmError; without `apart` one element that cannot be read makes the page unreadable.
 * With it, a page that cannot be given as a whole is asked for in parts.
 */
export async function readListPage<Item extends { id: string }>(
  connection: Connection,
  request: ListRequest<Item>,
  page: number,
): Promise<Page<Item>> {
  try {
    return await readWhole(connection, request, page);
  } catch (error) {
    if (!request.apart || whyNotGiven(error) === null) throw error;
    // Parts show where the fault is: what they fail with is no sign that Enterprise Manager is down.
    const probing = { ...connection, read: (path: string) => connection.probe(path) };
    const parts = {
      readPage: (number: number, pageSize: number) => readWhole(probing, { ...request, pageSize }, number),
      unreadOf: (failure: unknown, place: number, after: Item | null) => unreadAt(failure, place, after),
    };
    const inParts = await readInParts(parts, { page, size: request.pageSize });
    if (inParts === null) throw error;
    return inParts;
  }
}

/** Why Enterprise Manager gives no document of this, as half a sentence that stays the same wherever it stands; null where that cannot be an element's fault. */
function whyNotGiven(error: unknown): string | null {
  if (!(error instanceof EmError)) return null;
  if (error.isBrokenAnswer) return `it is answered with 500: ${error.emMessage ?? 'no reason'}`;
  if (error.isTooLarge) return 'it is larger than an answer may be';
  const { cause } = error;
  return cause instanceof UnreadableXml && !(cause instanceof UnreadableRecord) ? cause.why : null;
}

/** The known part of the element at a place of the list. */
function unreadAt<Item>(failure: unknown, place: number, after: Item | null): Unread<Item> | null {
  const why = whyNotGiven(failure);
  if (why === null || !(failure instanceof EmError)) return null;
  const element = { id: null, name: null, jobId: null, createdAt: null, isOver: false, why, call: failure.call };
  return { key: `not given ${place}`, element, after };
}

async function readWhole<Item extends { id: string }>(
  connection: Connection,
  request: ListRequest<Item>,
  page: number,
): Promise<Page<Item>> {
  const path = `${request.path}&pageSize=${request.pageSize}&page=${page}`;
  const { answer, logonId } = await connection.read(path);
  const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
  const document = await documentOf(answer, request.kind, site);
  return readable(site, () => {
    const found = request.elementsOf?.(document) ?? listedElements(document, request.kind);
    const info = pageInfoOf(document.root);
    if (
      !request.counting &&
      found.length === 0 &&
      info !== null &&
      info.page === page &&
      info.pages > Math.max(1, page)
    )
      throw new UnreadableXml(`it counts ${info.pages} pages, and there is nothing on page ${page}`);
    return { ...recordsOf(found, request, logonId, site), info, elements: found.length };
  });
}

/** The record of one element; null for none of ours. Throws UnreadableRecord where it cannot be read, or is called otherwise. */
function recordOf<Item extends { id: string }>(
  { node, foreign }: ListedElement,
  { kind, toRecord, factsOfForeign = ({ id }) => ({ id }), ofForeign }: ListRequest<Item>,
  logonId: string,
): Item | null {
  const item = toRecord(node, logonId);
  if (item === null || foreign === null) return item;
  if (ofForeign !== undefined) return ofForeign(item);
  const facts = factsOfForeign(item);
  if (facts === null) return null;
  throw new UnreadableRecord(`it holds <${foreign}> where ${kind} was asked for`, facts);
}

function recordsOf<Item extends { id: string }>(
  found: readonly ListedElement[],
  request: ListRequest<Item>,
  logonId: string,
  { call }: CallSite,
): Pick<Page<Item>, 'items' | 'unread' | 'first'> {
  const items: Item[] = [];
  const unread: Unread<Item>[] = [];
  let fault: UnreadableRecord | null = null;
  let first: string | null = null;
  for (const [place, element] of found.entries()) {
    try {
      const item = recordOf(element, request, logonId);
      if (item === null) continue;
      items.push(item);
      if (place === 0) first = item.id;
    } catch (error) {
      if (!request.apart || !(error instanceof UnreadableRecord)) throw error;
      fault ??= error;
      const key = `unreadable ${JSON.stringify(element.node)}`;
      unread.push({ key, element: { ...error.facts, why: error.message, call }, after: items.at(-1) ?? null });
      if (place === 0) first = key;
    }
  }
  if (fault !== null && isThePage(unread, found)) throw fault;
  return { items, unread, first };
}

/** Runs a reading of pages; one that does not end becomes the EmError `unreadable`. */
export async function untilEnd<T>(connection: Connection, path: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof EndlessList)) throw error;
    const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
    throw unreadableAnswer(`its pages do not end: ${error.message}`, site, error);
  }
}

/**
 * Reads a list to its end as records. Throws EmError; a page that cannot be read ends the list, never shortens it. Elements
 * that cannot be read do the same, unless `onUnreadable` takes them.
 */
export async function readList<Item extends { id: string }>(
  connection: Connection,
  request: ListRequest<Item>,
  onUnreadable?: OnUnreadable,
): Promise<Item[]> {
  const apart = onUnreadable !== undefined;
  const { items, unread } = await untilEnd(connection, request.path, () =>
    readAllPages((page, pageSize) => readListPage(connection, { ...request, pageSize, apart }, page), request.pageSize),
  );
  for (const element of unread) onUnreadable?.(element);
  return items;
}
