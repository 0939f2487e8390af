import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Caller, Credentials, Route } from '#route.ts';
import type { Logger } from '#telemetry/logger.ts';
import { credentialsOf } from './credentials.ts';
import { securityHeaderList } from './headers.ts';

export type ReadyDeps = {
  routes: readonly Route[];
  /** Who sent these headers, from memory alone; null where that does not know. */
  recall: (credentials: Credentials) => Caller | null;
  publicUrl: URL;
  logger: Pick<Logger, 'isLevelEnabled' | 'error'>;
};

/** All that a ready answer may depend on. */
const readHeaders = new Set(['cookie', 'authorization', 'x-unattended', 'accept-encoding', 'if-none-match']);
const lengths = new Set([...readHeaders].map(({ length }) => length));

/**
 * Those headers as they came over the wire: to sort all of them as Node does would cost more than the answer. Null where one
 * came twice: what counts then is for the usual way to say.
 */
function headersOf({ rawHeaders }: IncomingMessage): ReadonlyMap<string, string> | null {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [raw = '', value = ''] = [rawHeaders[at], rawHeaders[at + 1]];
    if (!lengths.has(raw.length)) continue;
    const name = raw.toLowerCase();
    if (!readHeaders.has(name)) continue;
    if (headers.has(name)) return null;
    headers.set(name, value);
  }
  return headers;
}

/** All headers at once as names and values in turn: each one set by itself would cost as much as the answer. */
function send(response: ServerResponse, answer: Answer, always: readonly string[]): void {
  const head = [...always];
  for (const name in answer.headers) head.push(name, String(answer.headers[name]));
  if (answer.contentType !== undefined) head.push('content-type', answer.contentType);
  const bytes = answer.body instanceof Uint8Array ? answer.body : null;
  if (bytes !== null) head.push('content-length', String(bytes.byteLength));
  response.writeHead(answer.status, head);
  response.end(bytes ?? undefined);
}

/**
 * Answers what is asked for all the time before anything else looks at it, where the answer is made and the caller known:
 * the same roles and headers as everywhere, without the way there. False: nothing was sent, the usual way decides.
 */
export function readyAnswers(deps: ReadyDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { recall, logger } = deps;
  const rows = new Map(deps.routes.flatMap((row) => (row.ready === undefined ? [] : [[row.path, row] as const])));
  const always = [...securityHeaderList(deps.publicUrl).flat(), 'cache-control', 'no-store'];

  function answerOf(request: IncomingMessage): Answer | null {
    const row = request.method === 'GET' ? rows.get(request.url ?? '') : undefined;
    // Whoever wants to know every request gets a line for this one, too.
    if (row?.ready === undefined || logger.isLevelEnabled('debug')) return null;
    const headers = headersOf(request);
    if (headers === null) return null;
    const caller = recall(
      credentialsOf({
        cookie: headers.get('cookie'),
        authorization: headers.get('authorization'),
        'x-unattended': headers.get('x-unattended'),
      }),
    );
    if (caller === null || row.access === 'public' || !row.access.includes(caller.role)) return null;
    return row.ready(caller, (name) => headers.get(name));
  }

  /** Answers to what came together are sent together: every write by itself may have to wake whoever reads it. */
  let waiting: { response: ServerResponse; answer: Answer }[] = [];

  function sendAll(): void {
    const all = waiting;
    waiting = [];
    for (const { response, answer } of all) {
      try {
        send(response, answer, always);
      } catch (error) {
        logger.error({ err: error }, 'a ready answer cannot be sent');
        response.destroy();
      }
    }
  }

  return (request, response) => {
    let answer: Answer | null = null;
    try {
      answer = answerOf(request);
    } catch (error) {
      // Nobody else would catch it here; the usual way has an answer for every error.
      logger.error({ err: error }, 'a ready answer failed');
    }
    if (answer === null) return false;
    if (waiting.push({ response, answer }) === 1) setImmediate(sendAll);
    return true;
  };
}
