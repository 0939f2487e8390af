import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { environmentFor } from './desk-scene.ts';
import { type DeskServer, deskEntry, startServer } from './desk-server.ts';
import { median, note, type Row, row } from './goal.ts';
import { send } from './http-call.ts';
import { freePort } from './shared-database.ts';
import { type SimulatorProcess, startSimulator } from './simulator-process.ts';

const ROUNDS = 5;
const JOBS = 1_000;

/** Seconds from the process's start to ready, the processor time it took, and how often it asked Enterprise Manager. */
type Start = { seconds: number; cpuSeconds: number; requests: number };

/** How long a fresh process needs until it is ready, Enterprise Manager's answers included. */
export async function start(): Promise<Row[]> {
  console.log(`starts ${deskEntry().endsWith('.ts') ? 'the sources: there is no built server' : 'the built server'}`);
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-start-'));
  const em = await startSimulator(folder, JOBS);
  try {
    // Nobody is measured cold: Enterprise Manager works its past out when it is asked for the first time.
    await startOnce(em, folder);
    const starts: Start[] = [];
    for (let round = 0; round < ROUNDS; round += 1) starts.push(await startOnce(em, folder));
    for (const { seconds, requests } of starts)
      console.log(`ready after ${seconds.toFixed(2)} s, ${requests} requests`);
    return [
      row(`start to ready with ${JOBS} jobs, median`, median(starts.map(({ seconds }) => seconds)), '<=', 2, 's'),
      note('processor time of the process until then', median(starts.map(({ cpuSeconds }) => cpuSeconds)), 's'),
    ];
  } finally {
    await em.end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startOnce(em: SimulatorProcess, folder: string): Promise<Start> {
  const port = await freePort();
  const before = (await em.requests()).length;
  const startedAt = performance.now();
  const starting = startServer(environmentFor(em, folder, port));
  const url = `http://127.0.0.1:${port}`;
  let server: DeskServer | null = null;
  try {
    const seconds = ((await untilReady(url)) - startedAt) / 1000;
    const requests = (await em.requests()).length - before;
    const numbers = (await send(`${url}/metrics`)).body.toString();
    const metric = (name: string) => Number(new RegExp(`^retry_desk_${name} (\\S+)$`, 'm').exec(numbers)?.[1]);
    // Ready is also who has tried Enterprise Manager in vain; here it has been read.
    if (metric('em_up') !== 1) throw new Error('the server is ready without having read Enterprise Manager');
    server = await starting;
    return { seconds, requests, cpuSeconds: metric('process_cpu_seconds_total') };
  } finally {
    await server?.kill();
    await rm(join(folder, 'data'), { recursive: true, force: true });
  }
}

async function untilReady(url: string): Promise<number> {
  for (const giveUpAt = performance.now() + 60_000; performance.now() < giveUpAt; ) {
    // Refused until the process listens.
    const answer = await send(`${url}/readyz`).catch(() => null);
    if (answer?.status === 200) return performance.now();
    await wait(10);
  }
  throw new Error('the server is not ready after a minute');
}
