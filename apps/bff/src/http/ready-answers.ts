import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Caller, Credentials, Route } from '#route.ts';
import type { Logger } from '#telemetry/logger.ts';
import { credentialsOf } from './credentials.ts';
import { securityHeaderList } from './headers.ts';
import { headerFault } from './repeated-header.ts';

export type ReadyDeps = {
  routes: readonly Route[];
  /** The caller that these headers identify, from memory alone; null where memory does not hold it. */
  recall: (credentials: Credentials, connection: object) => Caller | null;
  publicUrl: URL;
  logger: Pick<Logger, 'isLevelEnabled' | 'error'>;
};

/** All headers as names and values in turn: each one set by itself would cost as much as the answer. */
function headOf({ headers = {}, contentType, body }: Answer, always: readonly string[]): string[] {
  const head = [...always];
  for (const name in headers) head.push(name, String(headers[name]));
  if (contentType !== undefined) head.push('content-type', contentType);
  if (body instanceof Uint8Array) head.push('content-length', String(body.byteLength));
  return head;
}

/**
 * Answers frequent requests before anything else, where the answer is ready and the caller known: the same roles and
 * headers as everywhere, without the middleware. False: nothing was sent, the usual way decides.
 */
export function readyAnswers(deps: ReadyDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { recall, logger } = deps;
  const rows = new Map(deps.routes.flatMap((row) => (row.ready === undefined ? [] : [[row.path, row] as const])));
  const always = [...securityHeaderList(deps.publicUrl).flat(), 'cache-control', 'no-store'];

  function answerOf(request: IncomingMessage): Answer | null {
    const row = request.method === 'GET' ? rows.get(request.url ?? '') : undefined;
    // At `debug` every request gets a line, this one too.
    if (row?.ready === undefined || logger.isLevelEnabled('debug')) return null;
    if (headerFault(request) !== null) return null;
    const { headers } = request;
    const caller = recall(credentialsOf(headers), request.socket);
    if (caller === null || row.access === 'public' || !row.access.includes(caller.role)) return null;
    // Only Set-Cookie is a list, and it is no request header.
    return row.ready(caller, (name) => headers[name] as string | undefined);
  }

  /** Answers to requests that came together are sent together: every single write may have to wake its reader. */
  let waiting: { response: ServerResponse; answer: Answer }[] = [];
  let last: { answer: Answer; head: string[] } | null = null;

  function send(response: ServerResponse, answer: Answer): void {
    if (last?.answer !== answer) last = { answer, head: headOf(answer, always) };
    response.writeHead(answer.status, last.head);
    response.end(answer.body instanceof Uint8Array ? answer.body : undefined);
  }

  function sendAll(): void {
    const all = waiting;
    waiting = [];
    for (const { response, answer } of all) {
      try {
        send(response, answer);
      } catch (error) {
        logger.error({ event: 'http.ready-answer-not-sent', err: error }, 'a ready answer could not be sent');
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
      logger.error({ event: 'http.ready-answer-failed', err: error }, 'a ready answer failed');
    }
    if (answer === null) return false;
    if (waiting.push({ response, answer }) === 1) setImmediate(sendAll);
    return true;
  };
}
