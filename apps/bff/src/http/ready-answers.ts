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
  logger: Pick<Logger, 'isLevelEnabled'>;
};

/** All headers at once as names and values in turn: each one set by itself would cost as much as the answer. */
function send(response: ServerResponse, answer: Answer, always: readonly string[]): void {
  const head = [...always];
  for (const [name, value] of Object.entries(answer.headers ?? {})) head.push(name, String(value));
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

  return (request, response) => {
    const row = request.method === 'GET' ? rows.get(request.url ?? '') : undefined;
    // Whoever wants to know every request gets a line for this one, too.
    if (row === undefined || logger.isLevelEnabled('debug')) return false;
    const caller = recall(credentialsOf(request.headers));
    if (caller === null || row.access === 'public' || !row.access.includes(caller.role)) return false;
    const answer = row.ready?.(caller, (name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : undefined;
    });
    if (!answer) return false;
    send(response, answer, always);
    return true;
  };
}
