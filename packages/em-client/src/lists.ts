import { type Connection, documentOf } from './connection.ts';
import { unreadableAnswer } from './errors/answer-error.ts';
import { EndlessList, type Page, pageInfoOf, readAllPages } from './query/paging.ts';
import { elements } from './resources/elements.ts';
import { callName } from './transport/exchange.ts';
import type { XmlNode } from './xml/tree.ts';

/** What a list is read from and how its elements become records. */
export type ListRequest<Item> = {
  /** Path and query without paging: `/query?type=BackupJobSession&format=Entities`. */
  path: string;
  /** Element name: `BackupJobSession`. */
  kind: string;
  toRecord: (node: XmlNode) => Item | null;
  pageSize: number;
};

/** One page of a list as records. Throws EmError; a page of nothing readable is an error, not an empty page. */
export async function readListPage<Item>(
  connection: Connection,
  request: ListRequest<Item>,
  page: number,
): Promise<Page<Item>> {
  const path = `${request.path}&pageSize=${request.pageSize}&page=${page}`;
  const { answer } = await connection.read(path);
  const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
  const document = documentOf(answer, request.kind, site);
  const found = elements(document, request.kind);
  const items = found.map(request.toRecord).filter((item) => item !== null);
  if (found.length > 0 && items.length === 0)
    throw unreadableAnswer(`none of its ${found.length} elements can be read`, site);
  return { items, info: pageInfoOf(document.root), elements: found.length };
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
    readAllPages((page) => readListPage(connection, request, page)),
  );
}
