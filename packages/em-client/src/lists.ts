import { type Connection, documentOf, readable } from './connection.ts';
import { unreadableAnswer } from './errors/answer-error.ts';
import { readAllPages } from './query/overlap.ts';
import { EndlessList, type Page, pageInfoOf } from './query/paging.ts';
import { elements } from './resources/elements.ts';
import { callName } from './transport/exchange.ts';
import type { XmlDocument } from './xml/parse.ts';
import type { XmlNode } from './xml/tree.ts';

/** What a list is read from and how its elements become records. */
export type ListRequest<Item> = {
  /** Path and query without paging: `/query?type=BackupJobSession&format=Entities`. */
  path: string;
  /** Element name: `BackupJobSession`. */
  kind: string;
  /** Where they stand, for a kind that is listed by references; entities of the kind unless given. */
  elementsOf?: (document: XmlDocument) => XmlNode[];
  /** The record; null for an element that is none of ours. Throws UnreadableXml for one that cannot be read. */
  toRecord: (node: XmlNode, logonId: string) => Item | null;
  pageSize: number;
};

/** One page of a list as records. Throws EmError; one element that cannot be read makes the page unreadable. */
export async function readListPage<Item>(
  connection: Connection,
  request: ListRequest<Item>,
  page: number,
): Promise<Page<Item>> {
  const path = `${request.path}&pageSize=${request.pageSize}&page=${page}`;
  const { answer, logonId } = await connection.read(path);
  const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
  const document = documentOf(answer, request.kind, site);
  return readable(site, () => {
    const found = request.elementsOf?.(document) ?? elements(document, request.kind);
    const items = found.map((node) => request.toRecord(node, logonId)).filter((item) => item !== null);
    return { items, info: pageInfoOf(document.root), elements: found.length };
  });
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

/** Reads a list to its end as records. Throws EmError; a page that cannot be read ends the list, never shortens it. */
export async function readList<Item extends { id: string }>(
  connection: Connection,
  request: ListRequest<Item>,
): Promise<Item[]> {
  return await untilEnd(connection, request.path, () =>
    readAllPages((page, pageSize) => readListPage(connection, { ...request, pageSize }, page), request.pageSize),
  );
}
