import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startServer } from './desk-server.ts';
import type { FarEm } from './far-em.ts';
import { freePort } from './shared-database.ts';

const ORIGIN = 'http://localhost:8080';
/** What follows the runs of a poll has been read after this time. */
const SETTLE_MS = 3_000;
const probe = fileURLToPath(new URL('./loop-probe.ts', import.meta.url));

/** Milliseconds of delay since it was asked before. */
export type LoopDelay = { p99: number; max: number };

/** A desk in its own process, and what it costs. */
export type FarDesk = {
  startedAt: number;
  /** Signed in: the number of jobs on the board; null while it is not known. */
  jobs(): Promise<number | null>;
  /** Waits until Enterprise Manager has been read well again, and for what belongs to that read. */
  nextPoll(): Promise<void>;
  loopDelay(): Promise<LoopDelay>;
  /** Resident memory in MB, now and at its highest. */
  memory(): Promise<{ now: number; highest: number }>;
  /** Seconds of processor time so far. */
  processor(): Promise<number>;
  end(): Promise<void>;
};

/** Starts it and signs in. */
export async function startFarDesk(em: FarEm, folder: string, pollSeconds: number): Promise<FarDesk> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const { process: child, end } = await startServer({
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: em.caFile,
    PUBLIC_URL: ORIGIN,
    PORT: String(port),
    DATA_DIR: folder,
    POLL_SECONDS: String(pollSeconds),
    LOG_LEVEL: 'info',
    NODE_OPTIONS: `--import ${probe}`,
  });
  const cookie = await signIn(url);
  const { pid, stderr } = child;

  async function board(): Promise<{ lastGoodAt: unknown; jobs: number | null }> {
    const answer = await fetch(`${url}/api/board`, { headers: { cookie } });
    if (answer.status !== 200) throw new Error(`the board was answered with ${answer.status}`);
    // Written by our own server; its shape is checked by its own tests.
    const body = (await answer.json()) as { em: { lastGoodAt: unknown }; counts: { jobs: number | null } };
    return { lastGoodAt: body.em.lastGoodAt, jobs: body.counts.jobs };
  }

  return {
    startedAt,
    end,
    jobs: async () => (await board()).jobs,
    async nextPoll() {
      const before = (await board()).lastGoodAt;
      while ((await board()).lastGoodAt === before) await wait(100);
      await wait(SETTLE_MS);
    },
    async loopDelay() {
      const told = once(stderr ?? child, 'data');
      child.kill('SIGUSR2');
      return JSON.parse(String((await told)[0]).replace('loop delay ', ''));
    },
    async memory() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
      return { now: megabytes('VmRSS'), highest: megabytes('VmHWM') };
    },
    async processor() {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
      // User and system time in hundredths of a second.
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
  };
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' }),
  });
  if (answer.status !== 200) throw new Error(`the sign-in was answered with ${answer.status}`);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
