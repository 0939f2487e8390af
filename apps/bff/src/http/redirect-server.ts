import { createServer, type Server } from 'node:http';

/** Sends browsers that came by http to the same page by https. */
export function createRedirect(publicUrl: URL): Server {
  const server = createServer((request, response) => {
    const path = request.url?.startsWith('/') ? request.url : '/';
    response.writeHead(308, { location: `${publicUrl.origin}${path}`, 'content-length': 0, connection: 'close' });
    response.end();
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  return server;
}
