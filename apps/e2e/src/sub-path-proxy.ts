import { createServer, request } from 'node:http';
import { freePort } from './desk-process.ts';

/** A proxy that has the desk below `/retry` of a host, and something else everywhere else. */
export type SubPathProxy = {
  /** The address of the desk in browsers. */
  url: string;
  /** Leads requests to the server at this address from now on. */
  leadTo: (server: string) => void;
  close: () => void;
};

/** `takesAway`: whether the server gets requests without the path. */
export async function openSubPathProxy(takesAway: boolean): Promise<SubPathProxy> {
  let target = '';
  const port = await freePort();
  const proxy = createServer((coming, answer) => {
    const url = coming.url ?? '/';
    if (!/^\/retry(?:[/?]|$)/.test(url)) {
      answer.writeHead(404).end('another application');
      return;
    }
    const rest = url.slice('/retry'.length);
    const path = takesAway ? `${rest.startsWith('/') ? '' : '/'}${rest}` : url;
    const { method, headers } = coming;
    const call = request({ host: '127.0.0.1', port: new URL(target).port, method, path, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    call.on('error', () => answer.destroy());
    coming.pipe(call);
  });
  await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${port}/retry`,
    leadTo(server) {
      target = server;
    },
    close() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
