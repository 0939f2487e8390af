import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type CallSite,
  type EnterpriseManager,
  foreignHeaders,
  refusedAnswer,
  unreadableAnswer,
} from '@retry-desk/em-client';
import { Refusal } from '#route.ts';
import { isAllowed } from './allowed.ts';
import { formatFor } from './format.ts';
import { beginRead, type OngoingRead } from './ongoing-read.ts';
import { createPlaces } from './places.ts';
import { translateApart } from './translate-apart.ts';
import { type Translation, translate, type Work } from './translation.ts';
import { createUpstream, type Upstream, type UpstreamAnswer } from './upstream.ts';

/** `base`: the path of PUBLIC_URL. */
export type GatewayDeps = {
  em: Pick<EnterpriseManager, 'proxy' | 'proxyLost' | 'host'>;
  base: string;
  deadlineMs?: number;
};

/** Answers an admitted GET mounted under /em: `url` is what follows it. Throws Refusal or EmError. */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const totalDeadlineMs = 15_000;
const mostBytes = 16 * 1024 * 1024;
/** Larger ones are translated apart: a stop of a few milliseconds is the most that others may notice. */
const largeBytes = 64 * 1024;
/** Large answers at once: each may take a processor and some hundred megabytes. */
const mostLarge = 2;
const mostWaiting = 20;
const longestName = 300;

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

/** Throws where Enterprise Manager refused, with its message, its status and its Retry-After. */
function refuseStatus(answer: UpstreamAnswer, site: CallSite): void {
  const { status, headers, body } = answer;
  if (status < 300) return;
  // A body of that length is no message: nobody waits while it is searched.
  const error = refusedAnswer({ status, headers, body: body.length > largeBytes ? Buffer.alloc(0) : body }, site);
  if (status < 400 || status >= 500) throw error;
  const { emMessage, retryAfterMs } = error;
  throw new Refusal('em-refused', error.hint, {
    status,
    ...(emMessage === undefined ? {} : { emMessage }),
    ...(retryAfterMs === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }),
  });
}

function siteOf(host: string, request: IncomingMessage): CallSite {
  return { host, call: `GET /api${request.url ?? ''}`.slice(0, longestName), isAction: false };
}

/** An answer as it goes out. Throws EmError for what is not Enterprise Manager's, or an error under a good status. */
async function outward(
  answer: UpstreamAnswer,
  { format, base }: Omit<Work, 'body'>,
  site: CallSite,
  read: OngoingRead,
) {
  const foreign = foreignHeaders(answer.headers);
  if (foreign !== null) throw unreadableAnswer(foreign, site);
  const { body } = answer;
  read.translating();
  const work = { body, format, base };
  const translation: Translation = body.length > largeBytes ? await translateApart(work, read.signal) : translate(work);
  if ('flaw' in translation) throw unreadableAnswer(translation.flaw, site);
  if (translation.rootName === 'Error') throw refusedAnswer({ ...answer, status: 500 }, site);
  return translation.bytes;
}

/**
 * Reads of Enterprise Manager for operators, through the held session. Nothing of the caller's headers goes up, nothing
 * of Enterprise Manager's comes down.
 */
export function createGateway({ em, base, deadlineMs = totalDeadlineMs }: GatewayDeps): Gateway {
  const places = createPlaces(mostLarge, mostWaiting);
  let upstream: Upstream | null = null;

  return async (request, response) => {
    refuseForeign(request);
    const format = formatFor(request.headers.accept);
    const site = siteOf(em.host, request);
    const { target, agent, headers: session, logonId, mask } = await em.proxy();
    // Another trust has an agent of its own.
    if (upstream?.agent !== agent) upstream = createUpstream({ target, agent });
    const headers = { accept: 'application/xml', 'accept-encoding': 'identity', ...session };
    const read = beginRead(response, site, deadlineMs, places);
    try {
      const { signal, grown } = read;
      const limits = { most: mostBytes, large: largeBytes, grown };
      const answer = mask.answer(await upstream.read(request, { site, headers, limits, signal }));
      if (answer.status === 401) {
        em.proxyLost(logonId);
        throw new Refusal('em-unreachable', 'Enterprise Manager has ended our session; try again.', {
          retryAfterSeconds: 1,
        });
      }
      refuseStatus(answer, site);
      const bytes = await outward(answer, { format, base }, site, read);
      const type = `application/${format}; charset=utf-8`;
      response.writeHead(answer.status, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
    } finally {
      read.end();
    }
  };
}
