import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

/** A receiver of notices that answers in a way of its own; gone when the test ends. */
export async function receiver(
  answer: (response: ServerResponse, received: Received) => void,
  certificate?: { cert: string; key: string },
): Promise<{ url: URL; received: Received[] }> {
  const received: Received[] = [];
  const listen: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers, method = '', url = '' } = request;
      const each = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(each);
      answer(response, each);
    });
  };
  const server = certificate === undefined ? createServer(listen) : createSecureServer(certificate, listen);
  await once(server.listen(0, 'localhost'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  return { url: new URL(`http${certificate === undefined ? '' : 's'}://localhost:${port}/hook`), received };
}
