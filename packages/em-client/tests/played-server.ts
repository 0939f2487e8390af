import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** The behaviour of a played server with one request; `played` counts per path how often it has come. */
export type Play = (request: IncomingMessage, response: ServerResponse, played: number) => void;

export type PlayedServer = {
  url: string;
  /** Method and path of every request, in order. */
  requests: { method: string; path: string; headers: http.IncomingHttpHeaders }[];
  stop: () => Promise<void>;
};

export type CertificateName = 'valid' | 'other' | 'expired' | 'other-host';

/** The PEM text of a test certificate or its key. */
export function certificate(name: CertificateName, part: 'cert' | 'key' = 'cert'): string {
  return readFileSync(new URL(`./fixtures/${name}.${part}.pem`, import.meta.url), 'utf8');
}

export const namespace = 'xmlns="http://www.veeam.com/ent/v1.0"';

/** Sends XML as Enterprise Manager does. */
export function xml(response: ServerResponse, body: string, status = 200, headers: Record<string, string> = {}): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    'content-type': 'application/xml; charset=utf-8',
    'content-length': bytes.length,
    ...headers,
  });
  response.end(bytes);
}

function answerLogon(request: IncomingMessage, response: ServerResponse, sessions: number): boolean {
  if (request.method === 'DELETE' && /logonSessions/i.test(request.url ?? '')) {
    response.writeHead(204).end();
    return true;
  }
  if (!/^\/api\/sessionMngr\//i.test(request.url ?? '')) return false;
  xml(
    response,
    `<LogonSession ${namespace}><UserName>TECH\\svc</UserName><SessionId>id-${sessions}</SessionId></LogonSession>`,
    201,
    {
      'X-RestSvcSessionId': `token-${sessions}`,
    },
  );
  return true;
}

/** A server that logs everybody on and plays the rest as given. */
export async function play(
  script: Play,
  options: { tls?: CertificateName; ownLogon?: boolean } = {},
): Promise<PlayedServer> {
  const requests: PlayedServer['requests'] = [];
  const played = new Map<string, number>();
  const sockets = new Set<Socket>();
  let sessions = 0;

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    requests.push({ method: request.method ?? '', path, headers: request.headers });
    if (/sessionMngr/i.test(path)) sessions += 1;
    if (!options.ownLogon && answerLogon(request, response, sessions)) return;
    const key = path.split('?')[0] ?? '';
    const count = (played.get(key) ?? 0) + 1;
    played.set(key, count);
    script(request, response, count);
  }

  const server = options.tls
    ? https.createServer({ cert: certificate(options.tls), key: certificate(options.tls, 'key') }, handle)
    : http.createServer(handle);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
