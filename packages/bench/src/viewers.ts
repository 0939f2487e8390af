import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type DeskScene, openScene } from './desk-scene.ts';
import { note, percentile, type Row, row } from './goal.ts';
import { send } from './http-call.ts';

/** The scene, which `peers` has too. */
export const JOBS = 1_000;
export const SECONDS = 30;
export const MANY = 500;
export const VIEWER_POLL_MS = 2_000;
/** One and many by turns: what the desk reads once a minute falls to both alike. */
const TURNS = [1, MANY, MANY, 1, 1, MANY, MANY, 1];
/** As short as viewers' own: a poll more or less at the edge of a turn is little. */
const ENVIRONMENT = { POLL_SECONDS: '2' };

/** What people got while they watched, and what Enterprise Manager was asked meanwhile. */
export type Watched = { readMs: number[]; statuses: Map<number, number>; emRequests: number };

/** What quality.md calls "viewers": whether Enterprise Manager notices how many people watch, and whether they wait. */
export async function viewers(): Promise<Row[]> {
  const scene = await openScene({ jobs: JOBS, environment: ENVIRONMENT });
  try {
    const turns: { count: number; watched: Watched }[] = [];
    for (const count of TURNS) {
      const watched = await watch(scene, count, SECONDS);
      turns.push({ count, watched });
      const statuses = [...watched.statuses].map(([status, times]) => `${times} × ${status}`).join(', ');
      console.log(`${count} viewers: ${watched.emRequests} requests to Enterprise Manager, answers: ${statuses}`);
    }
    const asked = (many: boolean) =>
      turns.filter(({ count }) => count > 1 === many).reduce((sum, { watched }) => sum + watched.emRequests, 0);
    const reads = turns.flatMap(({ count, watched }) => (count > 1 ? watched.readMs : []));
    return [
      row(`requests to Enterprise Manager, ${MANY} viewers by one`, asked(true) / asked(false), '<=', 1.05, '×'),
      row(`reads of ${MANY} viewers, p99`, percentile(reads, 99), '<=', 200, 'ms'),
      note(`reads of ${MANY} viewers, median`, percentile(reads, 50), 'ms'),
    ];
  } finally {
    await scene.end();
  }
}

/** So many browsers poll the board, each on its own connection and with the tag of what it has. Throws where one is refused. */
export async function watch({ em, url, cookie }: DeskScene, count: number, seconds: number): Promise<Watched> {
  const watched: Watched = { readMs: [], statuses: new Map(), emRequests: 0 };
  const before = (await em.requests()).length;
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      await wait((n / count) * VIEWER_POLL_MS);
      await view({ url, cookie }, until, watched);
    }),
  );
  watched.emRequests = (await em.requests()).length - before;
  return watched;
}

async function view({ url, cookie }: Pick<DeskScene, 'url' | 'cookie'>, until: number, seen: Watched): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let tag = '';
  for (let due = performance.now(); due < until; due += VIEWER_POLL_MS) {
    await wait(Math.max(0, due - performance.now()));
    const headers = { cookie, 'accept-encoding': 'gzip', 'if-none-match': tag };
    const startedAt = performance.now();
    const answer = await send(`${url}/api/board`, { headers, agent });
    seen.readMs.push(performance.now() - startedAt);
    if (answer.status !== 200 && answer.status !== 304) throw new Error(`a viewer was answered with ${answer.status}`);
    seen.statuses.set(answer.status, (seen.statuses.get(answer.status) ?? 0) + 1);
    tag = answer.headers.etag ?? '';
  }
  agent.destroy();
}
