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
  limit?: number;
};

/** Reads a list to its end as records. Throws EmError; a page that cannot be read ends the list, never shortens it. */
export async function readList<Item extends { id: string }>(
  connection: Connection,
  request: ListRequest<Item>,
): Promise<Item[]> {
  const size = Math.min(request.pageSize, request.limit ?? request.pageSize);

  async function readPage(page: number): Promise<Page<Item>> {
    const path = `${request.path}&pageSize=${size}&page=${page}`;
    const { answer } = await connection.read(path);
    const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
    const document = documentOf(answer, request.kind, site);
    const found = elements(document, request.kind);
    const items = found.map(request.toRecord).filter((item) => item !== null);
    return { items, info: pageInfoOf(document.root), elements: found.length };
  }

  try {
    return await readAllPages(readPage, request.limit);
  } catch (error) {
    if (!(error instanceof EndlessList)) throw error;
    const site = { host: connection.host, call: callName({ method: 'GET', path: request.path }), isAction: false };
    throw unreadableAnswer(`its pages do not end: ${error.message}`, site, error);
  }
}
