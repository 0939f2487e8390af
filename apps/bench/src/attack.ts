import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { manyRetries } from '../../bff/tests/many-retries.ts';
import { type Child, startChild } from './child.ts';
import { type DeskScene, openScene } from './desk-scene.ts';
import { note, percentile, type Row, row } from './goal.ts';
import { residentMegabytes } from './process-cost.ts';
import { startDatabase } from './shared-database.ts';
import { viewersOf, type Watched, watch } from './viewers.ts';

const JOBS = 200;
const VIEWERS = 100;
const RETRIES = 50_000;
const ATTACK_MS = 20_000;
/** Exports take as long as they take, but not longer than this. */
const EXPORTS_MS = 120_000;
const HANG_MS = 60_000;
const READS_MS = 200;
const MEMORY_MB = 400;

const attacker = fileURLToPath(new URL('./attacker.ts', import.meta.url));

/** The effect of attacks on people who watch the board, and on the server's memory. */
export async function attack(): Promise<Row[]> {
  return [...(await embedded()), ...(await hungStore())];
}

/** With SQLite: what a few connections of somebody without an account can do, and what a viewer can. */
async function embedded(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-attack-'));
  const scene = await openScene({ jobs: JOBS, environment: { DATA_DIR: folder } });
  try {
    fill(join(folder, 'retry-desk.sqlite'));
    const cookies = await viewersOf(scene, VIEWERS);
    const rows: Row[] = [];
    for (const [kind, what] of [
      ['burst', 'ten connections with 645 kB of requests each'],
      ['idle', '10 000 connections that send nothing'],
      ['exports', `exports of ${RETRIES} retries, three at once`],
    ] as const) {
      const attacking = await startChild({
        program: process.execPath,
        args: [attacker, kind, new URL(scene.url).port, scene.cookie],
        ready: 'attacks',
      });
      const watched = await watchFor(scene, cookies, kind === 'exports' ? untilExported(attacking) : wait(ATTACK_MS));
      await attacking.kill();
      rows.push(...verdict(what, watched), ...(await memoryOf(what, scene)));
      if (kind === 'exports') rows.push(...wholeExports(attacking.printed()));
    }
    return rows;
  } finally {
    await scene.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** With PostgreSQL: its processes are stopped, so that it neither answers nor refuses. */
async function hungStore(): Promise<Row[]> {
  const database = await startDatabase();
  const scene = await openScene({ jobs: JOBS, environment: { DATABASE_URL: database.url } });
  try {
    const cookies = await viewersOf(scene, VIEWERS);
    database.freeze();
    const watched = await watchFor(scene, cookies, wait(HANG_MS));
    database.thaw();
    return [...verdict('a PostgreSQL that hangs', watched), ...(await memoryOf('a PostgreSQL that hangs', scene))];
  } finally {
    await scene.end();
    await database.stop();
  }
}

/** Retries that are over, in the file of a server that runs. */
function fill(file: string): void {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  for (const statement of manyRetries('sqlite', RETRIES)) database.exec(statement);
  database.close();
}

async function untilExported({ printed }: Child): Promise<void> {
  for (let waited = 0; !printed().includes('exported') && waited < EXPORTS_MS; waited += 100) await wait(100);
}

async function watchFor({ url }: DeskScene, cookies: readonly string[], until: Promise<unknown>): Promise<Watched> {
  const over = new AbortController();
  const watching = watch(url, cookies, over.signal);
  await Promise.race([until, watching]);
  over.abort();
  return watching;
}

function verdict(what: string, { readMs }: Watched): Row[] {
  return [
    row(`${what}: reads of ${VIEWERS} viewers, p99 of ${readMs.length}`, percentile(readMs, 99), '<=', READS_MS, 'ms'),
    note(`${what}: the slowest read`, Math.max(...readMs), 'ms'),
  ];
}

/** Highest since the server began. */
async function memoryOf(what: string, { desk }: DeskScene): Promise<Row[]> {
  return [row(`${what}: memory, highest so far`, await residentMegabytes(desk.pid, 'VmHWM'), '<=', MEMORY_MB, 'MB')];
}

function wholeExports(printed: string): Row[] {
  const counts = Array.from(printed.matchAll(/exported (\d+) retries/g), ([, count]) => Number(count));
  const cut = counts.filter((count) => count !== RETRIES).length;
  return [
    row('exports that are not whole', cut, '<=', 0, 'exports'),
    row('exports that were made', counts.length, '>=', 1, 'exports'),
  ];
}
