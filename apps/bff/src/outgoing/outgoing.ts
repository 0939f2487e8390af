import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { ProxySettings } from '#config/proxy-settings.ts';
import { isDirect } from './no-proxy.ts';

export type { ProxySettings };

export const noProxy: ProxySettings = { http: undefined, https: undefined, except: '' };

type OutgoingRequest = {
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | undefined;
  /** For all of it, from the name of the host to the end of the answer. */
  timeoutMs: number;
};

/** An answer that has not come to its end in time. */
export class OutgoingTimeout extends Error {
  override readonly name = 'OutgoingTimeout';
}

/** Requests to configured addresses other than Enterprise Manager's. A name and password in one become a header; no redirect is followed. */
export type Outgoing = {
  /** Resolves with what `read` makes of the answer; it reads to the end, or breaks off. @throws OutgoingTimeout, the error of the network, or that of `read` */
  exchange<T>(url: URL, request: OutgoingRequest, read: (answer: IncomingMessage) => Promise<T>): Promise<T>;
  /** Cuts off what is on its way. */
  close(): void;
};

/**
 * `ca`: authorities of the other side's certificate, Node's own where absent. `reuses`: whether requests that follow each other
 * take the same connection. A new one outlives the small collections of garbage, with all that its request refers to: after
 * some thousands of them a collection holds up the loop for 50 ms and more.
 */
type Options = { ca?: string | string[] | undefined; proxy: ProxySettings; reuses?: boolean };

/** A connection without a request is closed after this: soon, before the other side does. */
const UNUSED_MS = 1_000;

/** Contacts nobody before the first request. */
export function createOutgoing({ ca, proxy, reuses = false }: Options): Outgoing {
  const options = { keepAlive: false, ...(ca === undefined ? {} : { ca }) };
  const direct = reuses ? { ...options, keepAlive: true, timeout: UNUSED_MS } : options;
  const through = {
    ...(proxy.http === undefined ? {} : { HTTP_PROXY: proxy.http.href }),
    ...(proxy.https === undefined ? {} : { HTTPS_PROXY: proxy.https.href }),
  };
  const agents = {
    direct: { 'http:': new PlainAgent(direct), 'https:': new TlsAgent(direct) },
    // Their `timeout` would be that of the tunnel, too.
    proxied: {
      'http:': new PlainAgent({ ...options, proxyEnv: through }),
      'https:': new TlsAgent({ ...options, proxyEnv: through }),
    },
  };
  const open = new Set<AbortController>();

  function begin(
    url: URL,
    { method, headers, body, timeoutMs }: OutgoingRequest,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const agent = agents[isDirect(url, proxy.except) ? 'direct' : 'proxied'];
    // `timeout`: for the proxy's tunnel, which the signal does not end.
    const options = { method, headers, signal, timeout: timeoutMs };
    return new Promise((resolve, reject) => {
      const send = () => {
        const request =
          url.protocol === 'https:'
            ? tlsRequest(url, { ...options, agent: agent['https:'] })
            : plainRequest(url, { ...options, agent: agent['http:'] });
        request.on('response', resolve);
        request.on('error', (error) => {
          if (request.reusedSocket && isClosed(error)) send();
          else reject(withoutProxy(error));
        });
        request.end(body);
      };
      signal.addEventListener('abort', () => reject(signal.reason));
      send();
    });
  }

  return {
    async exchange(url, request, read) {
      const attempt = new AbortController();
      const timer = setTimeout(() => attempt.abort(new OutgoingTimeout()), request.timeoutMs);
      open.add(attempt);
      try {
        return await read(await begin(url, request, attempt.signal));
      } catch (error) {
        throw attempt.signal.reason instanceof OutgoingTimeout ? attempt.signal.reason : error;
      } finally {
        // Nothing of it stays behind: thousands of signals that wait for their end would burden each collection of garbage.
        clearTimeout(timer);
        open.delete(attempt);
      }
    },
    close() {
      const closed = Object.assign(new Error('closed'), { code: 'ABORT_ERR' });
      for (const attempt of open) attempt.abort(closed);
      for (const agent of Object.values(agents.direct)) agent.destroy();
    },
  };
}

/** Whether the other side had closed the connection before the request came: it closes what is not used. */
function isClosed({ code }: Error & { code?: string }): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** Node names the proxy in its errors, with its password. */
function withoutProxy(error: Error & { code?: string }): Error {
  const { code } = error;
  if (code?.startsWith('ERR_PROXY_') !== true) return error;
  return Object.assign(new Error('the proxy does not let it through'), { code });
}
