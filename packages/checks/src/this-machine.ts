import { once } from 'node:events';
import { createServer } from 'node:net';

/** Why the servers of our tests cannot be reached on this machine, in one sentence; null where they can. */
export async function whyNoServers(host = '127.0.0.1'): Promise<string | null> {
  const probe = createServer();
  try {
    probe.listen(0, host);
    await once(probe, 'listening');
    return null;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? error.code : error;
    return `The servers of these tests listen on ${host}, and this machine does not let them (${why}).`;
  } finally {
    probe.close();
  }
}
