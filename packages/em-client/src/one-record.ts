import { type Connection, documentOf, readable } from './connection.ts';
import { unreadableAnswer } from './errors/answer-error.ts';
import type { CallSite } from './errors/network-error.ts';
import type { EmTask } from './records.ts';
import { elements } from './resources/elements.ts';
import { taskOf } from './resources/task.ts';
import { callName, type ExchangeAnswer } from './transport/exchange.ts';
import type { XmlNode } from './xml/tree.ts';

async function onlyOne<Item>(
  answer: ExchangeAnswer,
  kind: string,
  site: CallSite,
  toRecord: (node: XmlNode) => Item | null,
): Promise<Item> {
  const document = await documentOf(answer, kind, site);
  const record = readable(site, () => {
    const [node] = elements(document, kind);
    return node ? toRecord(node) : null;
  });
  if (record === null) throw unreadableAnswer(`it holds no ${kind}`, site);
  return record;
}

/** One resource as a record. `only`: the logon session that has to be the one held now. Throws EmError. */
export async function readOne<Item>(
  connection: Connection,
  path: string,
  kind: string,
  toRecord: (node: XmlNode) => Item | null,
  only?: string,
): Promise<Item> {
  const { answer } = await connection.read(path, only);
  const site = { host: connection.host, call: callName({ method: 'GET', path }), isAction: false };
  return onlyOne(answer, kind, site, toRecord);
}

/** An action, sent once; the task that EM made of it. Throws EmError. */
export async function act(connection: Connection, path: string): Promise<EmTask> {
  const { answer, logonId } = await connection.act('POST', path);
  const site = { host: connection.host, call: callName({ method: 'POST', path }), isAction: true };
  return onlyOne(answer, 'Task', site, (node) => taskOf(node, logonId));
}
