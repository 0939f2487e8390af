import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as the proxy was given it: its method, what it names, and the login. */
export type Passed = { method: string; target: string; login: string | undefined };

const passedBy = ({ method = '', url = '', headers }: IncomingMessage): Passed => ({
  method,
  target: url,
  login: headers['proxy-authorization'],
});

/**
 * A proxy as organisations have them, by which every name leads to this machine; gone when the test ends. `status`: answered
 * in place of passing anything on; `null`: hangs.
 */
export async function forwardProxy(status: number | null = 200): Promise<{ url: URL; passed: Passed[] }> {
  const passed: Passed[] = [];
  const proxy = createServer((request, response) => {
    passed.push(passedBy(request));
    if (status === null) return;
    if (status !== 200) return void response.writeHead(status).end();
    const { port, pathname, search } = new URL(request.url ?? '');
    const { method, headers } = request;
    const onward = forward({ host: 'localhost', port, path: pathname + search, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  proxy.on('connect', (request, socket) => {
    passed.push(passedBy(request));
    socket.on('error', () => undefined);
    if (status === null) return;
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onward = connect(Number(request.url?.split(':').at(-1)), 'localhost', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo; // a listening TCP server has a port
  return { url: new URL(`http://127.0.0.1:${port}`), passed };
}
