import type { IncomingMessage, ServerResponse } from 'node:http';
import { type EnterpriseManager, xmlToJson } from '@retry-desk/em-client';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { type KnownCaller, Refusal } from '#route.ts';
import { isAllowed } from './allowed.ts';
import { readAll } from './read-all.ts';

export type GatewayDeps = {
  em: Pick<EnterpriseManager, 'proxy' | 'proxyLost' | 'host'>;
  findCaller: (cookieHeader: string | undefined) => Promise<KnownCaller | null>;
};

/** A request mounted under /em: `url` is what follows it. */
type Next = (error?: unknown) => void;
export type Gateway = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

type Passage = { headers: Record<string, string>; logonId: string; wantsXml: boolean; next: Next };

const deadlineMs = 15_000;
const mostBytes = 16 * 1024 * 1024;

function admit(request: IncomingMessage, known: KnownCaller | null): void {
  if (known === null) throw new Refusal('not-signed-in', 'Sign in first: POST /api/session.');
  if (known.caller.role !== 'operator') throw new Refusal('forbidden', 'This needs the role operator.');
  if (request.method !== 'GET') throw new Refusal('method-not-allowed', 'Enterprise Manager is only read here: GET.');
  const url = new URL(request.url ?? '/', 'http://gateway');
  if (!isAllowed((request.url ?? '').split('?')[0] ?? '', url.searchParams)) {
    throw new Refusal('not-found', 'This resource of Enterprise Manager is not passed on.');
  }
}

/** Addresses of Enterprise Manager become our own: the names of inner hosts stay inside. */
function withOwnAddresses(xml: string): string {
  return xml.replace(/https?:\/\/[^\s"'<>/]+\/api(?=[/"'])/gi, '/em');
}

async function answer(
  upstream: IncomingMessage,
  response: ServerResponse,
  passage: Passage,
  em: GatewayDeps['em'],
): Promise<void> {
  const body = await readAll(upstream, mostBytes);
  const status = upstream.statusCode ?? 502;
  if (status === 401) {
    em.proxyLost(passage.logonId);
    throw new Refusal('em-unreachable', 'Enterprise Manager has ended our session; ask again.', {
      retryAfterSeconds: 1,
    });
  }
  const text = withOwnAddresses(body.toString('utf8'));
  const json = xmlToJson(Buffer.from(text));
  if (json === null) throw new Refusal('em-unreachable', 'Enterprise Manager answered with something that is not XML.');
  const [type, sent] = passage.wantsXml
    ? ['application/xml; charset=utf-8', text]
    : ['application/json; charset=utf-8', JSON.stringify(json)];
  const bytes = Buffer.from(sent);
  response.writeHead(status >= 200 && status < 500 ? status : 502, {
    'content-type': type,
    'content-length': bytes.length,
  });
  response.end(bytes);
}

/**
 * Reads of Enterprise Manager for operators, through the held session. Nothing of the caller's headers goes up, nothing
 * of Enterprise Manager's comes down.
 */
export function createGateway({ em, findCaller }: GatewayDeps): Gateway {
  const passages = new WeakMap<IncomingMessage, Passage>();
  let proxy: ReturnType<typeof createProxyMiddleware> | null = null;

  function createProxy(target: string, agent: Awaited<ReturnType<EnterpriseManager['proxy']>>['agent']) {
    return createProxyMiddleware({
      target,
      agent,
      changeOrigin: true,
      selfHandleResponse: true,
      proxyTimeout: deadlineMs,
      on: {
        proxyReq: (upward, request) => {
          for (const name of upward.getHeaderNames()) if (name !== 'host') upward.removeHeader(name);
          upward.setHeader('accept', 'application/xml');
          upward.setHeader('accept-encoding', 'identity');
          const passage = passages.get(request);
          for (const [name, value] of Object.entries(passage?.headers ?? {})) upward.setHeader(name, value);
        },
        proxyRes: (upstream, request, response) => {
          const passage = passages.get(request);
          if (passage) answer(upstream, response, passage, em).catch(passage.next);
        },
        error: (_error, request) => {
          passages.get(request)?.next(new Refusal('em-unreachable', `${em.host} does not answer or broke off.`));
        },
      },
    });
  }

  async function pass(request: IncomingMessage, response: ServerResponse, next: Next): Promise<void> {
    admit(request, await findCaller(request.headers.cookie));
    const { target, agent, headers, logonId } = await em.proxy();
    proxy ??= createProxy(target, agent);
    const wantsXml = /\bxml\b/.test(request.headers.accept ?? '');
    passages.set(request, { headers, logonId, wantsXml, next });
    await proxy(request, response, next);
  }

  return (request, response, next) => {
    pass(request, response, next).catch(next);
  };
}
