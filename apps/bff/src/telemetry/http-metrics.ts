import type { IncomingMessage, ServerResponse } from 'node:http';
import { Histogram, type Registry } from 'prom-client';
import { outcomeOf } from './outcome.ts';

/** Methods that are counted by name: anybody can send any other. */
const named = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Measures the requests of clients, to the end of their answers. Paths are no label: they contain ids. */
export function measureRequests(registers: Registry[]): (request: IncomingMessage, response: ServerResponse) => void {
  const requests = new Histogram({
    name: 'retry_desk_http_request_duration_seconds',
    help: 'Requests of clients by method and how they ended; none: the client had gone before the whole answer was sent.',
    labelNames: ['method', 'outcome'] as const,
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return ({ method = '' }, response) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const outcome = outcomeOf(response.writableFinished ? response.statusCode : null);
      requests.observe(
        { method: named.has(method) ? method : 'other', outcome },
        (performance.now() - startedAt) / 1000,
      );
    });
  };
}
