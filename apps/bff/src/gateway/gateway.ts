import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EnterpriseManager } from '@retry-desk/em-client';
import { Refusal } from '#route.ts';
import { isAllowed } from './allowed.ts';
import { type Format, formatFor } from './format.ts';
import { translate } from './translation.ts';
import { createUpstream, type Upstream, type UpstreamAnswer } from './upstream.ts';

export type GatewayDeps = { em: Pick<EnterpriseManager, 'proxy' | 'proxyLost' | 'host'>; deadlineMs?: number };

/** Answers an admitted GET mounted under /em: `url` is what follows it. Throws Refusal or EmError. */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const totalDeadlineMs = 15_000;
const mostBytes = 16 * 1024 * 1024;

function refuseForeign(request: IncomingMessage): void {
  const [path = '', ...query] = (request.url ?? '').split('?');
  if (!isAllowed(path, new URLSearchParams(query.join('?')))) {
    throw new Refusal('not-found', 'This resource of Enterprise Manager is not passed on.');
  }
  // Bytes after the head of a GET would stand in the held connection as a request of their own.
  const { 'content-length': length, 'transfer-encoding': coding, expect } = request.headers;
  if (coding !== undefined || expect !== undefined || (length !== undefined && length !== '0')) {
    throw new Refusal('bad-request', 'Enterprise Manager is only read here: a request has no body.');
  }
}

function send(response: ServerResponse, { status, body }: UpstreamAnswer, format: Format): void {
  const translation = translate({ body, format });
  if ('flaw' in translation || (status >= 300 && status < 400)) {
    throw new Refusal('em-unreachable', 'Enterprise Manager answered with something that is not its XML.');
  }
  const { bytes } = translation;
  const type = `application/${format}; charset=utf-8`;
  response.writeHead(status < 500 ? status : 502, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
}

/**
 * Reads of Enterprise Manager for operators, through the held session. Nothing of the caller's headers goes up, nothing
 * of Enterprise Manager's comes down.
 */
export function createGateway({ em, deadlineMs = totalDeadlineMs }: GatewayDeps): Gateway {
  let upstream: Upstream | null = null;

  return async (request, response) => {
    refuseForeign(request);
    const format = formatFor(request.headers.accept);
    const { target, agent, headers, logonId } = await em.proxy();
    upstream ??= createUpstream({ host: em.host, target, agent, deadlineMs, mostBytes });
    const own = { accept: 'application/xml', 'accept-encoding': 'identity', ...headers };
    const answer = await upstream.read(request, response, own);
    if (answer.status === 401) {
      em.proxyLost(logonId);
      throw new Refusal('em-unreachable', 'Enterprise Manager has ended our session; ask again.', {
        retryAfterSeconds: 1,
      });
    }
    send(response, answer, format);
  };
}
