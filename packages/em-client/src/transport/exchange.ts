import { request } from 'undici';
import type { EmEvent } from '../enterprise-manager.ts';
import { EmError } from '../errors/em-error.ts';
import { type CallSite, fromNetworkError, timedOut } from '../errors/network-error.ts';
import type { Connections } from './connections.ts';
import { createMask, type Mask } from './mask.ts';
import type { ServerClock } from './server-clock.ts';

export type ExchangeRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api`, with its query: `/agents/jobs?format=Entity`. */
  path: string;
  headers?: Record<string, string>;
  /** Milliseconds for this one; else the usual of its method. */
  deadlineMs?: number;
  /** Whether it changes something that counts (a retry); else whatever is no GET. Logging on and off does not. */
  isAction?: boolean;
};

export type ExchangeAnswer = { status: number; headers: Record<string, string>; body: Uint8Array };

export type Transport = {
  host: string;
  /** Texts to cut out of every answer before anybody reads it. */
  mask: Mask;
  /** One exchange, tried once. */
  exchange: (what: ExchangeRequest) => Promise<ExchangeAnswer>;
};

export type TransportOptions = {
  baseUrl: URL;
  connections: Pick<Connections, 'reads' | 'actions'>;
  readDeadlineMs: number;
  actionDeadlineMs: number;
  maxAnswerBytes: number;
  clock: ServerClock;
  onEvent: (event: EmEvent) => void;
};

const longestName = 300;

/** A call's name for people and logs: ids of logon sessions and the rest of a long filter are cut out of it. */
export function callName(what: { method: string; path: string }): string {
  const name = `${what.method} /api${what.path.replace(/(\/logonSessions\/)[^/?]+/i, '$1…')}`;
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}

/** The whole body, refused with the byte that is one too many. */
async function readBody(body: AsyncIterable<Buffer>, limit: number, site: CallSite): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) {
      const hint = 'No list of Enterprise Manager is that long; check proxies in between.';
      throw new EmError({
        kind: 'too-large',
        host: site.host,
        call: site.call,
        problem: (call) => `answered ${call} with more than ${limit} bytes`,
        hint,
        mayHaveHappened: site.isAction,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

/**
 * Exchanges with one Enterprise Manager: one total deadline each, a byte limit, no redirects, no cookies, no
 * compression. Throws EmError of kind unreachable, timeout, tls or too-large; a status is the caller's business.
 */
export function createTransport(options: TransportOptions): Transport {
  const { baseUrl, connections, onEvent } = options;
  const mask = createMask();

  async function exchange(what: ExchangeRequest): Promise<ExchangeAnswer> {
    const isAction = what.isAction ?? what.method !== 'GET';
    const deadline = what.deadlineMs ?? (isAction ? options.actionDeadlineMs : options.readDeadlineMs);
    const site: CallSite = { host: baseUrl.host, call: callName(what), isAction };
    const signal = AbortSignal.timeout(Math.ceil(deadline));
    const startedAt = performance.now();
    let status: number | null = null;
    let bytes = 0;
    try {
      const answer = await request(`${baseUrl.href}${what.path}`, {
        dispatcher: what.method === 'GET' ? connections.reads : connections.actions,
        method: what.method,
        headers: {
          accept: 'application/xml',
          'accept-encoding': 'identity',
          ...(what.method === 'GET' ? {} : { 'content-length': '0' }),
          ...what.headers,
        },
        signal,
      });
      status = answer.statusCode;
      const body = await readBody(answer.body, options.maxAnswerBytes, site);
      bytes = body.length;
      const headers = plainHeaders(answer.headers);
      options.clock.saw(headers, startedAt);
      return mask.answer({ status, headers, body });
    } catch (error) {
      throw signal.aborted ? timedOut(site, deadline) : fromNetworkError(error, site);
    } finally {
      onEvent({ event: 'exchange', call: site.call, status, ms: Math.round(performance.now() - startedAt), bytes });
    }
  }

  return { host: baseUrl.host, mask, exchange };
}
