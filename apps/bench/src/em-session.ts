import { Agent } from 'node:https';
import { type Reply, send } from './http-call.ts';
import type { SimulatorProcess } from './simulator-process.ts';

/** A logon session of a client that only reads bytes, and counts what it asked and got. */
export type EmSession = {
  asked: { requests: number; bytes: number };
  /** The answer to a GET of this path, `/api/…`. Throws where it is no 200. */
  get(path: string): Promise<string>;
  close(): void;
};

/** Logs on, on one connection that is kept. */
export async function openEmSession({ url, ca }: SimulatorProcess): Promise<EmSession> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca });
  const asked = { requests: 0, bytes: 0 };
  async function exchange(method: string, path: string, headers: Record<string, string>): Promise<Reply> {
    const reply = await send(`${url}${path}`, { method, agent, headers });
    if (reply.status >= 300) throw new Error(`Enterprise Manager answered ${method} ${path} with ${reply.status}`);
    asked.requests += 1;
    asked.bytes += reply.body.length;
    return reply;
  }
  const password = Buffer.from('TECH\\svc-retrydesk:svc-demo').toString('base64');
  const logon = await exchange('POST', '/api/sessionMngr/?v=latest', { authorization: `Basic ${password}` });
  const session = { 'x-restsvcsessionid': String(logon.headers['x-restsvcsessionid']) };
  return {
    asked,
    get: async (path) => (await exchange('GET', path, session)).body.toString(),
    close: () => agent.destroy(),
  };
}
