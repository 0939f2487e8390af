import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { startServer } from './desk-server.ts';
import { median, type Row, row } from './goal.ts';
import { freePort } from './shared-database.ts';

const ROUNDS = 120;

/** A wrong password and an unknown name, one after the other: the time they take must not show which it was. */
export async function signIn(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-sign-in-'));
  const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 10 });
  await em.start();
  const port = await freePort();
  const server = await startServer({
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: em.caFile,
    PUBLIC_URL: 'http://localhost:8080',
    PORT: String(port),
    DATA_DIR: folder,
    // Each try comes from an address of its own: how many one has is not what is measured.
    TRUST_PROXY: 'loopback',
    DIRECTORY_LOCKOUT: '999/1',
  });
  let tries = 0;

  async function milliseconds(username: string): Promise<number> {
    tries += 1;
    const begun = performance.now();
    const answer = await fetch(`http://127.0.0.1:${port}/api/session`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'http://localhost:8080',
        'x-forwarded-for': `10.0.${tries >> 8}.${tries & 255}`,
      },
      body: JSON.stringify({ username, password: 'guess' }),
    });
    await answer.arrayBuffer();
    if (answer.status !== 401) throw new Error(`a wrong sign-in was answered ${answer.status}`);
    return performance.now() - begun;
  }

  try {
    // By turns: one account is tried 60 times in a quarter of an hour, from wherever they come.
    const known = em.accounts.map(({ username }) => username);
    const wrong: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      wrong.push(await milliseconds(known[round % known.length] ?? ''));
      unknown.push(await milliseconds(`TECH\\nobody${round}`));
    }
    const [slower, faster] = [median(wrong), median(unknown)].sort((a, b) => b - a);
    console.log(`wrong password ${median(wrong).toFixed(2)} ms, unknown name ${median(unknown).toFixed(2)} ms`);
    return [row('wrong password and unknown name, ratio of the medians', (slower ?? 0) / (faster ?? 1), '<=', 1.1, '')];
  } finally {
    await server.end();
    await em.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
