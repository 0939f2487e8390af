import { once } from 'node:events';
import { createServer } from 'node:net';
import type { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';

/** A server that is tried: its address, and the output of its process so far. */
export type Tried = { url: string; output: () => string };

const PATIENCE_MS = 60_000;

/** A port of this machine that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a listening socket without a port');
  return address.port;
}

/** The settings that lead a server to a simulated Enterprise Manager. */
export function settingsFor(em: EnterpriseManagerSimulator, port: number): Record<string, string> {
  return {
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_FINGERPRINT: em.fingerprint,
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    POLL_SECONDS: '1',
    RETRY_POLL_SECONDS: '1',
  };
}

/** Waits for what is not there yet. @throws Error with the server's output when it takes too long */
async function waitFor<T>(desk: Tried, what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not come:\n${desk.output()}`);
}

/** Waits until the server is ready to serve. */
export async function untilReady(desk: Tried): Promise<void> {
  await waitFor(desk, 'readiness', async () => {
    const answer = await fetch(`${desk.url}/readyz`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  });
}

async function json(
  desk: Tried,
  path: string,
  init: RequestInit,
): Promise<{ body: Record<string, unknown>; answer: Response }> {
  const origin = desk.url.replace('127.0.0.1', 'localhost');
  const headers = { origin, 'content-type': 'application/json', ...init.headers };
  const answer = await fetch(`${desk.url}${path}`, { ...init, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${text}\n${desk.output()}`);
  return { answer, body: JSON.parse(text) };
}

/** Signs in as an operator, whose password is tried, and creates an API token. */
export async function createToken(desk: Tried): Promise<string> {
  const credentials = JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' });
  const { answer, body } = await json(desk, '/api/session', { method: 'POST', body: credentials });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  const made = await json(desk, '/api/tokens', {
    method: 'POST',
    body: JSON.stringify({ name: 'trial', role: 'operator', days: 1 }),
    headers: { cookie: cookie.join('; '), 'x-csrf-token': String(body.csrfToken) },
  });
  return String(made.body.secret);
}

/** Retries a failed job by an API token and follows it; returns the state in which it ended, and the path of its task. */
export async function retryToItsEnd(
  desk: Tried,
  token: string,
  jobId: string,
): Promise<{ state: string; path: string }> {
  const headers = { authorization: `Bearer ${token}` };
  const retry = { method: 'POST', body: '{}', headers };
  const { body } = await json(desk, `/api/agents/jobs/${jobId}?action=retry`, retry);
  const path = `/api/tasks/${String(body.taskId)}`;
  const state = await waitFor(desk, `the end of ${path}`, async () => {
    const { body: task } = await json(desk, path, { headers });
    return ['succeeded', 'warning', 'failed', 'refused', 'unconfirmed'].find((end) => end === task.state);
  });
  return { state, path };
}
