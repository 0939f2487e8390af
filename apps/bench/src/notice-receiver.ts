import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Messages to the receiver, and its answer to each. */
export type ReceiverOrder = { kind: 'begin' } | { kind: 'answer'; status: number } | { kind: 'list' };
/** `received`: each notice by key and number, with the ids that it came under, in the order of first arrivals. */
export type ReceiverAnswer = { port: number; received: [string, string[]][] };

const received = new Map<string, Set<string>>();
let status = 204;

const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += String(chunk);
  });
  request.on('end', () => {
    const { id, key, number } = JSON.parse(body);
    if (status < 300) {
      const name = `${key} ${number}`;
      received.set(name, (received.get(name) ?? new Set()).add(id));
    }
    response.writeHead(status).end();
  });
});

/** A webhook in a process of its own: what it reads and keeps is no part of the loop that is measured. */
process.on('message', (order: ReceiverOrder) => void obey(order));
process.once('disconnect', () => process.exit());

async function obey(order: ReceiverOrder): Promise<void> {
  if (order.kind === 'begin') await once(receiver.listen(0, '127.0.0.1'), 'listening');
  if (order.kind === 'answer') ({ status } = order);
  const { port } = receiver.address() as AddressInfo; // a listening TCP server has a port
  const list = order.kind === 'list' ? [...received].map(([name, ids]): [string, string[]] => [name, [...ids]]) : [];
  const answer: ReceiverAnswer = { port, received: list };
  process.send?.(answer);
}
