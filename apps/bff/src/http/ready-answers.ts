import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Caller, Credentials, Route } from '#route.ts';
import type { Logger } from '#telemetry/logger.ts';
import { securityHeaderList } from './headers.ts';

export type ReadyDeps = {
  routes: readonly Route[];
  /** Who sent these headers, from memory alone; null where that does not know. */
  recall: (credentials: Credentials) => Caller | null;
  publicUrl: URL;
  logger: Pick<Logger, 'isLevelEnabled'>;
};

function send(response: ServerResponse, answer: Answer, always: readonly [string, string][]): void {
  for (const [name, value] of always) response.setHeader(name, value);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.contentType !== undefined) response.setHeader('content-type', answer.contentType);
  const bytes = answer.body instanceof Uint8Array ? answer.body : null;
  if (bytes !== null) response.setHeader('content-length', bytes.byteLength);
  response.writeHead(answer.status);
  response.end(bytes ?? undefined);
}

/**
 * Answers what is asked for all the time before anything else looks at it, where the answer is made and the caller known:
 * the same roles and headers as everywhere, without the way there. False: nothing was sent, the usual way decides.
 */
export function readyAnswers(deps: ReadyDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { recall, logger } = deps;
  const rows = new Map(deps.routes.flatMap((row) => (row.ready === undefined ? [] : [[row.path, row] as const])));
  const always: [string, string][] = [...securityHeaderList(deps.publicUrl), ['cache-control', 'no-store']];

  return (request, response) => {
    const row = request.method === 'GET' ? rows.get(request.url ?? '') : undefined;
    // Whoever wants to know every request gets a line for this one, too.
    if (row === undefined || logger.isLevelEnabled('debug')) return false;
    const { cookie, authorization } = request.headers;
    const caller = recall({ cookie, authorization });
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
