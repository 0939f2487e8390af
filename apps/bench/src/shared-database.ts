import { createServer } from 'node:net';
import { startPostgres } from '../../bff/tests/postgres-server.ts';

/** `freeze`: its processes are stopped and do not respond at all. */
export type SharedDatabase = { url: string; freeze(): void; thaw(): void; stop(): Promise<void> };

/** A real PostgreSQL on this machine, with one empty database. */
export async function startDatabase(): Promise<SharedDatabase> {
  const server = await startPostgres();
  const { freeze, thaw } = server;
  return { url: await server.createDatabase('desk'), freeze, thaw, stop: () => server.stop() };
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
