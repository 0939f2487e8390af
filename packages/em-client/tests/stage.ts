import { afterEach } from 'vitest';
import {
  createEnterpriseManager,
  EmError,
  type EnterpriseManager,
  type EnterpriseManagerOptions,
} from '../src/index.ts';
import { type Play, type PlayedServer, play } from './played-server.ts';

const servers: PlayedServer[] = [];
const clients: EnterpriseManager[] = [];
afterEach(async () => {
  for (const em of clients.splice(0)) await em.close();
  for (const server of servers.splice(0)) await server.stop();
});

/** A client of a played server; both end with the test. `sent` are the requests whose path holds the part. */
export async function connected(script: Play, more: Partial<EnterpriseManagerOptions> = {}, ownLogon = false) {
  const server = await play(script, { ownLogon });
  servers.push(server);
  const em = createEnterpriseManager({
    url: server.url,
    username: 'TECH\\svc',
    password: 'p',
    tls: { kind: 'system' },
    ...more,
  });
  clients.push(em);
  return { server, em, sent: (part: string) => server.requests.filter(({ path }) => path.includes(part)) };
}

/** The EmError a call ends in; anything else fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<EmError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EmError)) throw new Error(`an EmError was expected, not ${String(error)}`);
  return error;
}
