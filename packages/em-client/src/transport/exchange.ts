import { type Dispatcher, request } from 'undici';
import type { EmEvent } from '../enterprise-manager.ts';
import { EmError } from '../errors/em-error.ts';
import { type CallSite, fromNetworkError, timedOut } from '../errors/network-error.ts';

export type ExchangeRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api`, with its query: `/agents/jobs?format=Entity`. */
  path: string;
  headers?: Record<string, string>;
  accept?: string;
};

export type ExchangeAnswer = { status: number; headers: Record<string, string>; body: Uint8Array };

export type Transport = {
  host: string;
  /** One exchange, tried once. */
  exchange: (what: ExchangeRequest) => Promise<ExchangeAnswer>;
  close: () => Promise<void>;
};

export type TransportOptions = {
  baseUrl: URL;
  dispatcher: Dispatcher;
  readDeadlineMs: number;
  actionDeadlineMs: number;
  maxAnswerBytes: number;
  onEvent: (event: EmEvent) => void;
};

/** A call's name for people and logs: a person's logon ids are cut out of it. */
export function callName(what: { method: string; path: string }): string {
  return `${what.method} /api${what.path.replace(/(\/logonSessions\/)[^/?]+/i, '$1…')}`;
}

/** What an answer or its end would have to be for us to have read it wholly. */
async function readBody(body: AsyncIterable<Buffer>, limit: number, site: CallSite): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) {
      const hint = 'No list of Enterprise Manager is that long; look at what stands between.';
      throw new EmError(`${site.host} answered ${site.call} with more than ${limit} bytes. ${hint}`, {
        kind: 'too-large',
        call: site.call,
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
  const { baseUrl, dispatcher, onEvent } = options;

  async function exchange(what: ExchangeRequest): Promise<ExchangeAnswer> {
    const isAction = what.method !== 'GET';
    const deadline = isAction ? options.actionDeadlineMs : options.readDeadlineMs;
    const site: CallSite = { host: baseUrl.host, call: callName(what), isAction };
    const signal = AbortSignal.timeout(deadline);
    const startedAt = performance.now();
    let status: number | null = null;
    let bytes = 0;
    try {
      const answer = await request(`${baseUrl.href}${what.path}`, {
        dispatcher,
        method: what.method,
        headers: {
          accept: what.accept ?? 'application/xml',
          'accept-encoding': 'identity',
          ...(isAction ? { 'content-length': '0' } : {}),
          ...what.headers,
        },
        signal,
      });
      status = answer.statusCode;
      const body = await readBody(answer.body, options.maxAnswerBytes, site);
      bytes = body.length;
      return { status, headers: plainHeaders(answer.headers), body };
    } catch (error) {
      throw signal.aborted ? timedOut(site, deadline) : fromNetworkError(error, site);
    } finally {
      onEvent({ event: 'exchange', call: site.call, status, ms: Math.round(performance.now() - startedAt), bytes });
    }
  }

  return { host: baseUrl.host, exchange, close: () => dispatcher.destroy() };
}
