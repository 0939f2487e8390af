import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { createApp } from '#http/create-app.ts';
import { type Answer, defineRoute } from '#route.ts';
import { createLogger } from '#telemetry/logger.ts';

/** A server with one public row, `GET /api/row`, which is answered by this: on which port. `logs` receives its lines. */
export async function serveRow(handler: () => Answer, logs: string[] = []): Promise<number> {
  const row = defineRoute({ method: 'GET', path: '/api/row', access: 'public', summary: '', handler });
  const app = createApp({
    routes: [row],
    findCaller: async () => null,
    denied: () => undefined,
    gateway: async () => undefined,
    renewWall: async () => null,
    publicUrl: new URL('http://localhost:8080'),
    trustProxy: [],
    webDir: '/nowhere',
    logger: createLogger('info', { write: (line) => void logs.push(line) }),
  });
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
