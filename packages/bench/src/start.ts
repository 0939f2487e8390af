import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { environmentFor } from './desk-scene.ts';
import { type DeskServer, deskEntry, startServer } from './desk-server.ts';
import { openEmSession } from './em-session.ts';
import { median, note, type Row, row } from './goal.ts';
import { send } from './http-call.ts';
import { freePort } from './shared-database.ts';
import { type SimulatorProcess, startSimulator } from './simulator-process.ts';

const ROUNDS = 5;
const JOBS = 1_000;

/** Milliseconds from the process's start to ready, the processor time it took, and the paths it asked Enterprise Manager for on the way. */
type Start = { ms: number; paths: string[]; cpuSeconds: number };

/** What quality.md calls "start": how long a fresh process needs over what Enterprise Manager's answers take by themselves. */
export async function start(): Promise<Row[]> {
  console.log(`starts ${deskEntry().endsWith('.ts') ? 'the sources: there is no built server' : 'the built server'}`);
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-start-'));
  const em = await startSimulator(folder, JOBS);
  try {
    // Nobody is measured cold: Enterprise Manager works its past out when it is asked for the first time.
    await againDirectly(em, (await startOnce(em, folder)).paths);
    const [desk, alone, busy]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { ms, paths, cpuSeconds } = await startOnce(em, folder);
      desk.push(ms / 1000);
      busy.push(cpuSeconds);
      alone.push((await againDirectly(em, paths)) / 1000);
      console.log(
        `ready after ${(ms / 1000).toFixed(2)} s, ${paths.length} requests, alone ${alone.at(-1)?.toFixed(2)} s`,
      );
    }
    const over = desk.map((seconds, index) => seconds - (alone[index] ?? 0));
    return [
      row(`start to ready with ${JOBS} jobs, over Enterprise Manager's answers`, median(over), '<=', 2, 's'),
      note('start to ready', median(desk), 's'),
      note('processor time of the process until then', median(busy), 's'),
      note('the same requests one after the other, only read', median(alone), 's'),
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
    const ms = (await untilReady(url)) - startedAt;
    const readyAt = Date.now();
    const cpuSeconds = await cpuTime(url);
    server = await starting;
    const asked = (await em.requests()).slice(before).filter(({ at, method }) => at <= readyAt && method === 'GET');
    return { ms, paths: asked.map(({ path }) => path), cpuSeconds };
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

/** Seconds of processor time the process has used so far. */
async function cpuTime(url: string): Promise<number> {
  const numbers = (await send(`${url}/metrics`)).body.toString();
  return Number(/^retry_desk_process_cpu_seconds_total (\S+)$/m.exec(numbers)?.[1]);
}

/** What Enterprise Manager needs for the same by itself, logon included: nothing but the bytes is read. */
async function againDirectly(em: SimulatorProcess, paths: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const session = await openEmSession(em);
  for (const path of paths) await session.get(path);
  session.close();
  return performance.now() - startedAt;
}
