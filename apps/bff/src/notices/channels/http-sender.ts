import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, request } from 'undici';
import type { Delivery } from './channel.ts';
import { networkWords } from './network-words.ts';
import { retryAfterMs } from './retry-after.ts';

/** One attempt takes no longer, from the name of the host to the end of the answer. */
export const attemptMs = 15_000;

/** `ca`: authorities that are trusted besides the system's. */
export type SenderOptions = { ca: string | undefined; timeoutMs: number };

/** A request that was accepted, or why it was not. */
type Reply = { kind: 'accepted'; text: string; date: string | null } | Exclude<Delivery, { kind: 'delivered' }>;

export type HttpSender = {
  get(url: URL): Promise<Reply>;
  postJson(url: URL, body: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  close(): Promise<void>;
};

/** So much of an answer is read; its status has been received before. */
const MOST_BYTES = 8192;

/** Statuses by which the whole channel does not work: who asks, where, how often, when. */
const ofTheChannel = new Set([401, 403, 404, 407, 408, 410, 425, 429]);

/** The authorities of the system and those of the setting. */
export function authorities(ca: string | undefined): { ca?: string[] } {
  return ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] };
}

/** The beginning of a body. */
async function beginning(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, MOST_BYTES);
}

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function judged(status: number, headers: Dispatcher.ResponseData['headers'], text: string): Reply {
  if (status >= 200 && status < 300) return { kind: 'accepted', text, date: headerOf(headers, 'date') };
  if (status >= 300 && status < 400) {
    return { kind: 'unavailable', error: 'redirects to another address: give that one', retryAfterMs: null };
  }
  const error = `answered ${status}`;
  if (status < 500 && !ofTheChannel.has(status)) return { kind: 'refused', error };
  return { kind: 'unavailable', error, retryAfterMs: retryAfterMs(headerOf(headers, 'retry-after'), Date.now()) };
}

/** The header that carries the name and the password of an address; undici sends neither by itself. */
function credentialsOf({ password, username }: URL): { authorization?: string } {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Sends requests of channels: one deadline for connection, headers and body; no redirect is followed. */
export function createHttpSender({ ca, timeoutMs }: SenderOptions): HttpSender {
  const connect = { ...authorities(ca), timeout: timeoutMs };
  // No connection is used twice: one that has gone stale would cost an attempt.
  const agent = new Agent({ connect, pipelining: 0, allowH2: false });

  async function send(url: URL, options: { method: 'GET' | 'POST'; body?: string; headers?: object }): Promise<Reply> {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await request(url, {
        ...options,
        headers: { 'user-agent': 'retry-desk', ...credentialsOf(url), ...options.headers },
        dispatcher: agent,
        signal,
      });
      return judged(answer.statusCode, answer.headers, await beginning(answer.body));
    } catch (error) {
      const timedOut = signal.aborted || (error instanceof Error && /TIMEOUT/.test(String(Reflect.get(error, 'code'))));
      const why = timedOut ? `no answer within ${timeoutMs / 1000} s` : networkWords(error);
      if (why === null) throw error;
      return { kind: 'unavailable', error: why, retryAfterMs: null };
    }
  }

  return {
    get: (url) => send(url, { method: 'GET' }),
    postJson: (url, body, headers = {}) =>
      send(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }),
    close: () => agent.destroy(),
  };
}
