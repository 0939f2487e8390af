import { randomUUID } from 'node:crypto';
import { apiPaths } from '@retry-desk/contract';
import type { RequestHandler } from 'express';
import type { Logger } from '#telemetry/logger.ts';
import { callerAddress } from './caller-address.ts';

/** Addresses that are requested so often that their lines appear at `debug` only, unless the request is refused. */
const frequent = new Set<string>([apiPaths.board, apiPaths.wall, apiPaths.healthz, apiPaths.readyz, apiPaths.metrics]);

/** An address for the log: the secret of a wall link is cut out of it however it is spelled. */
export function loggedPath(path: string): string {
  return path.replace(/[\w%~+-]{40,}/g, '…').slice(0, 300);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** One line per finished request: which row of the table, who, from where, how it ended, how long it took. */
export function requestLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const id = randomUUID();
    const { method } = request;
    const path = loggedPath(request.path);
    // The address of a connection that has ended is not known any more.
    const address = callerAddress(request);
    response.on('close', () => {
      const fields = {
        event: 'http.request' as const,
        request: id,
        method,
        route: text(response.locals.route),
        path,
        status: response.writableFinished ? response.statusCode : null,
        ms: Math.round(performance.now() - startedAt),
        user: text(response.locals.user),
        wall: text(response.locals.wall),
        address,
      };
      if (frequent.has(path) && response.statusCode < 400) logger.debug(fields, 'request');
      else logger.info(fields, 'request');
    });
    next();
  };
}
