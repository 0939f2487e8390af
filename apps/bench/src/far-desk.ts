import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { environmentFor, signedInCookie } from './desk-scene.ts';
import { startServer } from './desk-server.ts';
import type { FarEm } from './far-em.ts';
import { preloading } from './preload.ts';
import { processorSeconds, residentMegabytes } from './process-cost.ts';
import { freePort } from './shared-database.ts';

/** All that follows the runs of a poll has been read after this time. */
const CALM_MS = 3_000;
/** How much faster the desk's time goes when it is hurried: its deadlines shrink as well, and must still be kept. */
export const HURRY = 20;

/** Milliseconds for which the desk's thread worked at once, processor time, since it was asked before. */
export type LoopDelay = { p99: number; max: number };

/** A desk in its own process, and what it costs. */
export type FarDesk = {
  startedAt: number;
  /** Signed in: the number of jobs on the board; null while it is not known. */
  jobs(): Promise<number | null>;
  /** Waits until Enterprise Manager has been read well again, and for what belongs to that read. */
  nextPoll(): Promise<void>;
  loopDelay(): Promise<LoopDelay>;
  /** Pages that people open beside the board: the list of all jobs in each coding, and the machines. */
  readAll(): Promise<void>;
  /** Resident memory in MB, now and at its highest. */
  memory(): Promise<{ now: number; highest: number }>;
  /** Seconds of processor time so far. */
  processor(): Promise<number>;
  /** From now on its time goes `HURRY` times as fast. */
  hurry(): void;
  end(): Promise<void>;
};

/** Starts it and signs in. */
export async function startFarDesk(em: FarEm, folder: string, pollSeconds: number): Promise<FarDesk> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const {
    pid,
    process: child,
    end,
  } = await startServer({
    ...environmentFor(em, folder, port),
    POLL_SECONDS: String(pollSeconds),
    NODE_OPTIONS: preloading('loop-probe.ts', 'fast-clock.ts'),
    CLOCK_SPEED: String(HURRY),
  });
  const cookie = await signedInCookie(url);
  const { stderr } = child;

  async function board(): Promise<{ lastGoodAt: string | null; jobs: number | null }> {
    const answer = await fetch(`${url}/api/board`, { headers: { cookie } });
    if (answer.status !== 200) throw new Error(`the board was answered with ${answer.status}`);
    // Written by our own server; its shape is checked by its own tests.
    const body = (await answer.json()) as { counts: { jobs: number | null } };
    return { lastGoodAt: answer.headers.get('x-taken-at'), jobs: body.counts.jobs };
  }

  return {
    startedAt,
    end,
    jobs: async () => (await board()).jobs,
    async nextPoll() {
      const before = (await board()).lastGoodAt;
      while ((await board()).lastGoodAt === before) await wait(100);
      await wait(CALM_MS);
    },
    async loopDelay() {
      const printed = once(stderr ?? child, 'data');
      child.kill('SIGUSR2');
      return JSON.parse(String((await printed)[0]).replace('loop delay ', ''));
    },
    async readAll() {
      // Where the desk's time has gone fast, the session of before has ended.
      const headers = { cookie: await signedInCookie(url) };
      for (const coding of ['gzip', 'br', 'identity']) {
        for (const path of ['/api/agents/jobs?state=all', '/api/machines?q=1']) {
          const answer = await fetch(url + path, { headers: { ...headers, 'accept-encoding': coding } });
          if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
          await answer.arrayBuffer();
        }
      }
    },
    async memory() {
      return { now: await residentMegabytes(pid), highest: await residentMegabytes(pid, 'VmHWM') };
    },
    processor: () => processorSeconds(pid),
    hurry: () => child.kill('SIGWINCH'),
  };
}
