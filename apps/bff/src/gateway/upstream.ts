import { type Agent, type IncomingHttpHeaders, type IncomingMessage, ServerResponse } from 'node:http';
import { type CallSite, fromNetworkError } from '@retry-desk/em-client';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { Refusal } from '#route.ts';
import { type ReadLimits, readAll } from './read-all.ts';

export type UpstreamAnswer = { status: number; headers: Record<string, string>; body: Buffer<ArrayBuffer> };

type UpstreamCall = {
  site: CallSite;
  headers: Record<string, string>;
  limits: ReadLimits;
  /** Ends it; its reason becomes the caller's error. */
  signal: AbortSignal;
};

export type Upstream = {
  /** The connections that it uses. */
  agent: Agent;
  /**
   * One GET of the request's address with just these headers. Throws EmError, an error of the limits, or the signal's
   * reason.
   */
  read(request: IncomingMessage, call: UpstreamCall): Promise<UpstreamAnswer>;
};

type Exchange = UpstreamCall & { done(answer: UpstreamAnswer): void; failed(error: unknown): void };

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}

/** Enterprise Manager behind http-proxy-middleware: an answer comes whole and in time, or not at all. */
export function createUpstream({ target, agent }: { target: string; agent: Agent }): Upstream {
  const exchanges = new WeakMap<IncomingMessage, Exchange>();

  const proxy = createProxyMiddleware({
    target,
    agent,
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
        if (exchange === undefined) return;
        const { statusCode: status = 502, headers } = answer;
        readAll(answer, exchange.limits).then(
          (body) => exchange.done({ status, headers: plainHeaders(headers), body }),
          exchange.failed,
        );
      },
      error: (error, request) => exchanges.get(request)?.failed(error),
    },
  });

  function read(request: IncomingMessage, call: UpstreamCall) {
    const { site, signal } = call;
    // The proxy may end the response it is given as it likes; ours stays whole for a problem document.
    const sink = new ServerResponse(request);
    const letGo = () => sink.emit('close');
    const { promise, resolve, reject } = Promise.withResolvers<UpstreamAnswer>();
    const failed = (error: unknown) => reject(error instanceof Refusal ? error : fromNetworkError(error, site));
    const ended = () => reject(signal.reason);
    signal.addEventListener('abort', ended);
    exchanges.set(request, { ...call, done: resolve, failed });
    // The proxy leaves a request with `Expect` to itself: nothing of the caller's headers may be there to go up.
    request.headers = {};
    proxy(request, sink, () => undefined).catch(failed);
    return promise.finally(() => {
      signal.removeEventListener('abort', ended);
      letGo();
    });
  }

  return { agent, read };
}
