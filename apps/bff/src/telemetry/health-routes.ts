import { status as statusSchema } from '@retry-desk/contract';
import * as z from 'zod/mini';
import { defineRoute, type Route } from '#route.ts';

export type Facts = z.output<typeof statusSchema>;

const readiness = z.object({ ready: z.boolean(), waitingFor: z.array(z.string()) });

/** Liveness, readiness and what Settings shows of the server. `waitingFor` names what is not there yet, in words. */
export function healthRoutes(deps: { waitingFor: () => string[]; facts: Facts }): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/healthz',
      access: 'public',
      summary: 'The process is alive.',
      handler: () => ({ status: 200, body: { alive: true } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/readyz',
      access: 'public',
      summary: 'The server can serve: its store is open and Enterprise Manager has been tried once.',
      output: readiness,
      handler() {
        const waitingFor = deps.waitingFor();
        return { status: waitingFor.length === 0 ? 200 : 503, body: { ready: waitingFor.length === 0, waitingFor } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/status',
      access: ['operator', 'viewer'],
      summary: 'Version, connection and intervals of this server.',
      output: statusSchema,
      handler: () => ({ status: 200, body: deps.facts }),
    }),
  ];
}
