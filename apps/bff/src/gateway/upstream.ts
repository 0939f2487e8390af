import { type Agent, type IncomingMessage, ServerResponse } from 'node:http';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { Refusal } from '#route.ts';
import { readAll } from './read-all.ts';

export type UpstreamAnswer = { status: number; body: Buffer<ArrayBuffer> };

export type Upstream = {
  /** One GET of the request's address with just these headers. @throws Refusal `em-unreachable` */
  read(request: IncomingMessage, client: ServerResponse, headers: Record<string, string>): Promise<UpstreamAnswer>;
};

export type UpstreamOptions = {
  host: string;
  target: string;
  agent: Agent;
  /** Milliseconds of one read in all, and bytes of one answer. */
  deadlineMs: number;
  mostBytes: number;
};

type Exchange = {
  headers: Record<string, string>;
  done(answer: UpstreamAnswer): void;
  failed(why: string, cause?: unknown): void;
};

/** Enterprise Manager behind http-proxy-middleware: an answer comes whole and in time, or not at all. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { host, deadlineMs } = options;
  const exchanges = new WeakMap<IncomingMessage, Exchange>();

  const proxy = createProxyMiddleware({
    target: options.target,
    agent: options.agent,
    changeOrigin: true,
    selfHandleResponse: true,
    on: {
      proxyReq: (upward, request) => {
        for (const [name, value] of Object.entries(exchanges.get(request)?.headers ?? {})) {
          upward.setHeader(name, value);
        }
      },
      proxyRes: (answer, request) => {
        const exchange = exchanges.get(request);
        readAll(answer, options.mostBytes).then(
          (body) => exchange?.done({ status: answer.statusCode ?? 502, body }),
          (error) => exchange?.failed(error instanceof Refusal ? error.message : `${host} broke off.`, error),
        );
      },
      error: (error, request) => exchanges.get(request)?.failed(`${host} does not answer or broke off.`, error),
    },
  });

  function read(request: IncomingMessage, client: ServerResponse, headers: Record<string, string>) {
    // The proxy may end the response it is given as it likes; ours stays whole for a problem document.
    const sink = new ServerResponse(request);
    const letGo = () => sink.emit('close');
    const { promise, resolve, reject } = Promise.withResolvers<UpstreamAnswer>();
    const failed = (why: string, cause?: unknown) =>
      reject(Object.assign(new Refusal('em-unreachable', why), cause === undefined ? {} : { cause }));
    const timer = setTimeout(() => failed(`${host} did not finish within ${deadlineMs / 1000} s.`), deadlineMs);
    client.once('close', letGo);
    exchanges.set(request, { headers, done: resolve, failed });
    // The proxy leaves a request with `Expect` to itself: nothing of the caller's headers may be there to go up.
    request.headers = {};
    proxy(request, sink, () => undefined).catch((error) => failed(`${host} cannot be asked.`, error));
    return promise.finally(() => {
      clearTimeout(timer);
      client.off('close', letGo);
      letGo();
    });
  }

  return { read };
}
