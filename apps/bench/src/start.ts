import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { nodeFlags } from '../../bff/src/config/node-flags.ts';
import { environmentFor } from './desk-scene.ts';
import { type DeskServer, deskEntry, startServer } from './desk-server.ts';
import { openEmSession } from './em-session.ts';
import { median, note, type Row, row } from './goal.ts';
import { send } from './http-call.ts';
import { metricOf } from './metric-of.ts';
import { freePort } from './shared-database.ts';
import { type SimulatorProcess, startSimulator } from './simulator-process.ts';

const ROUNDS = 5;
const JOBS = 1_000;

/** Seconds from the process's start to ready, the processor time it took, and the paths it read of Enterprise Manager. */
type Start = { seconds: number; cpuSeconds: number; asked: string[] };

/**
 * How long a fresh process needs until it is ready, against what nobody can do without: Node evaluates the same program and
 * ends, and a client that only reads bytes asks Enterprise Manager the same, one after the other.
 */
export async function start(): Promise<Row[]> {
  console.log(`starts ${deskEntry().endsWith('.ts') ? 'the sources: there is no built server' : 'the built server'}`);
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-start-'));
  const em = await startSimulator(folder, JOBS);
  try {
    // Nobody is measured cold: Enterprise Manager works its past out when it is asked for the first time, and the store is made.
    await startOnce(em, folder);
    const starts: (Start & { ratio: number })[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = await startOnce(em, folder);
      const [evaluated, answered] = [await evaluate(), await readAgain(em, begun.asked)];
      starts.push({ ...begun, ratio: begun.seconds / (evaluated + answered) });
      console.log(
        `ready after ${begun.seconds.toFixed(2)} s; Node with the program ${evaluated.toFixed(2)} s, ${begun.asked.length} answers ${answered.toFixed(2)} s`,
      );
    }
    const ratios = starts.map(({ ratio }) => ratio);
    return [
      row(`start to ready with ${JOBS} jobs ÷ the least that it takes, median`, median(ratios), '<=', 1.3, '×'),
      note('start to ready', median(starts.map(({ seconds }) => seconds)), 's'),
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
    const asked = (await em.requests()).slice(before).flatMap(({ method, path }) => (method === 'GET' ? path : []));
    const numbers = (await send(`${url}/metrics`)).body.toString();
    // Ready is also who has tried Enterprise Manager in vain; here it has been read.
    if (metricOf(numbers, 'retry_desk_em_up') !== 1)
      throw new Error('the server is ready without having read Enterprise Manager');
    server = await starting;
    return { seconds, asked, cpuSeconds: metricOf(numbers, 'process_cpu_seconds_total') };
  } finally {
    await server?.kill();
  }
}

/** Seconds that Node takes to evaluate the same program and end. */
async function evaluate(): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeFlags, deskEntry(), '--version'], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${deskEntry()} --version ended with ${code}`);
  return (performance.now() - startedAt) / 1000;
}

/** Seconds until a client that logs on and only reads bytes has these answers, one after the other. */
async function readAgain(em: SimulatorProcess, paths: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const session = await openEmSession(em);
  for (const path of paths) await session.get(path);
  session.close();
  return (performance.now() - startedAt) / 1000;
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
