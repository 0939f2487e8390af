import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { getCACertificates } from 'node:tls';
import { createOutgoing, noProxy, OutgoingTimeout, type ProxySettings } from '#outgoing/outgoing.ts';
import type { Delivery } from './channel.ts';
import { networkWords } from './network-words.ts';
import { retryAfterMs } from './retry-after.ts';

/** One attempt takes no longer, from the name of the host to the end of the answer. */
export const attemptMs = 15_000;

/** `ca`: authorities that are trusted besides the system's. */
export type SenderOptions = { ca: string | undefined; timeoutMs: number; proxy?: ProxySettings | undefined };

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
async function beginning(body: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, MOST_BYTES);
}

function judged(status: number, headers: IncomingHttpHeaders, text: string): Reply {
  if (status >= 200 && status < 300) return { kind: 'accepted', text, date: headers.date ?? null };
  if (status >= 300 && status < 400) {
    return { kind: 'unavailable', error: 'redirects to another address: give that one', retryAfterMs: null };
  }
  const error = `answered ${status}`;
  if (status < 500 && !ofTheChannel.has(status)) return { kind: 'refused', error };
  return { kind: 'unavailable', error, retryAfterMs: retryAfterMs(headers['retry-after'] ?? null, Date.now()) };
}

/** Sends requests of channels: one deadline for connection, headers and body; no redirect is followed. */
export function createHttpSender({ ca, proxy = noProxy, timeoutMs }: SenderOptions): HttpSender {
  const outgoing = createOutgoing({ ...authorities(ca), proxy, reuses: true });

  async function send(url: URL, method: 'GET' | 'POST', headers: object, body?: string): Promise<Reply> {
    const request = { method, body, headers: { 'user-agent': 'retry-desk', ...headers }, timeoutMs };
    try {
      return await outgoing.exchange(url, request, async (answer) =>
        judged(answer.statusCode ?? 0, answer.headers, await beginning(answer)),
      );
    } catch (error) {
      const why = error instanceof OutgoingTimeout ? `no answer within ${timeoutMs / 1000} s` : networkWords(error);
      if (why === null) throw error;
      return { kind: 'unavailable', error: why, retryAfterMs: null };
    }
  }

  return {
    get: (url) => send(url, 'GET', {}),
    postJson: (url, body, headers = {}) => send(url, 'POST', { 'content-type': 'application/json', ...headers }, body),
    close: async () => outgoing.close(),
  };
}
