import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type DeskScene, environmentFor, openScene, readBoard } from './desk-scene.ts';
import { type DeskServer, startServer } from './desk-server.ts';
import { median, note, percentile, type Row, row } from './goal.ts';
import { processorSeconds, residentMegabytes } from './process-cost.ts';
import { freePort, startDatabase } from './shared-database.ts';

const JOBS = 1_000;
const POLL_SECONDS = 2;
const SECONDS = 60;
const CHANGES = 12;
/** A process that does not read asks every second what the other has read; the rest is the way there. */
const BEHIND_GOAL_SECONDS = 2;

type Second = { url: string; server: DeskServer };

/** Two processes on one PostgreSQL: what the second one costs, and how far it is behind the one that reads. */
export async function replicas(): Promise<Row[]> {
  const database = await startDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-replicas-'));
  const environment = { POLL_SECONDS: String(POLL_SECONDS), DATABASE_URL: database.url };
  const scene = await openScene({ jobs: JOBS, environment });
  let second: Second | null = null;
  try {
    const alone = await asked(scene);
    second = await startSecond(scene, folder, environment);
    const together = await asked(scene);
    const behind = await followChanges(scene, second);
    const [first, other] = [await costOf(scene.desk.pid), await costOf(second.server.pid)];
    return [
      row('requests to Enterprise Manager, two processes by one', together / alone, '<=', 1.05, '×'),
      row('a change on the other process after the first, median', median(behind), '<=', BEHIND_GOAL_SECONDS, 's'),
      row(
        'a change on the other process after the first, 95 %',
        percentile(behind, 95),
        '<=',
        BEHIND_GOAL_SECONDS,
        's',
      ),
      note('processor of the process that reads', first.share * 100, '% of a core'),
      note('processor of the other one', other.share * 100, '% of a core'),
      note('memory of the process that reads', first.memory, 'MB'),
      note('memory of the other one', other.memory, 'MB'),
    ];
  } finally {
    await second?.server.kill();
    await scene.end();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startSecond(scene: DeskScene, folder: string, environment: Record<string, string>): Promise<Second> {
  const port = await freePort();
  const server = await startServer({ ...environmentFor(scene.em, folder, port), ...environment });
  const second = { url: `http://127.0.0.1:${port}`, server };
  // It reads all of it once by itself before it listens to the other.
  for (let quiet = 0; quiet < 5; ) {
    const before = (await scene.em.requests()).length;
    await wait(POLL_SECONDS * 1000);
    quiet = (await scene.em.requests()).length - before <= 4 ? quiet + 1 : 0;
  }
  return second;
}

async function asked({ em }: DeskScene): Promise<number> {
  const before = (await em.requests()).length;
  await wait(SECONDS * 1000);
  return (await em.requests()).length - before;
}

/** Jobs fail again one after the other; seconds between the moments at which the two processes show it. */
async function followChanges(scene: DeskScene, second: Second): Promise<number[]> {
  const behind: number[] = [];
  const urls = [scene.url, second.url];
  for (let change = 0; change < CHANGES; change += 1) {
    const tags = await Promise.all(urls.map((url) => tagOf(url, scene.cookie)));
    await scene.em.command('POST', 'fail', { job: `Servers of site ${change}` });
    const seen = await Promise.all(urls.map((url, at) => untilChanged(url, scene.cookie, tags[at] ?? '')));
    behind.push(Math.max(0, (seen[1] ?? Number.NaN) - (seen[0] ?? Number.NaN)) / 1000);
    // The other parts of the change (the reasons of its machines) are shown as well.
    await wait(2 * POLL_SECONDS * 1000);
  }
  return behind;
}

async function tagOf(url: string, cookie: string): Promise<string> {
  return (await readBoard(url, { cookie, 'accept-encoding': 'gzip' })).headers.etag ?? '';
}

async function untilChanged(url: string, cookie: string, tag: string): Promise<number> {
  while ((await tagOf(url, cookie)) === tag) await wait(20);
  return performance.now();
}

/** The cost of a process without requests. */
async function costOf(pid: number): Promise<{ share: number; memory: number }> {
  const before = await processorSeconds(pid);
  await wait(10_000);
  return { share: ((await processorSeconds(pid)) - before) / 10, memory: await residentMegabytes(pid) };
}
