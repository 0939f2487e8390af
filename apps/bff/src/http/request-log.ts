import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from '#telemetry/logger.ts';

/** One line per finished request. Of a wall link's address, which is a secret, only the form is written. */
export function requestLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const id = randomUUID();
    const { method } = request;
    const path = request.path.replace(/^\/wall\/.+/, '/wall/…').slice(0, 300);
    response.on('close', () => {
      const fields = {
        request: id,
        method,
        path,
        status: response.writableFinished ? response.statusCode : null,
        ms: Math.round(performance.now() - startedAt),
        user: typeof response.locals.user === 'string' ? response.locals.user : null,
      };
      if (path === '/api/board' || path === '/healthz' || path === '/readyz') logger.debug(fields, 'request');
      else logger.info(fields, 'request');
    });
    next();
  };
}
