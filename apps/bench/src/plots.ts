/** `pnpm plots`: measures how the cost grows with jobs, changes and viewers, and draws it into docs/images; `pnpm plots NAME` one of them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openScene } from './desk-scene.ts';
import { askedDuring, QUIET_MINUTES, quietTime, untilHistoryIsRead } from './estate.ts';
import { type FarDesk, startFarDesk } from './far-desk.ts';
import { type FarEm, lastNoon, startFarEm } from './far-em.ts';
import { drawPlot, type Point } from './plot.ts';
import { processorSeconds } from './process-cost.ts';
import { viewersOf, watch } from './viewers.ts';

const HOUR = 60 * 60_000;
const JOBS = [1_000, 3_000, 10_000];
const CHANGES = [0, 20, 100, 300];
const CHANGING_JOBS = 3_000;
/** Longer than a poll looks back, so that each finds the runs of its own round and no others. */
const STEP_MS = 15 * 60_000;
const VIEWERS = [1, 100, 500, 1_000];
const WATCHED_SECONDS = 60;

const images = fileURLToPath(new URL('../../../docs/images/', import.meta.url));

async function withFarDesk<Found>(
  jobs: number,
  pollSeconds: number,
  work: (desk: FarDesk, em: FarEm) => Promise<Found>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-plots-'));
  const em = await startFarEm(jobs, lastNoon() - 5 * HOUR);
  await em.order({ kind: 'clock', at: lastNoon() });
  const desk = await startFarDesk(em, folder, pollSeconds);
  try {
    await untilHistoryIsRead(desk, em);
    return await work(desk, em);
  } finally {
    await desk.end();
    await em.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function pollOf(x: number, seconds: number, bytes: number): Point {
  return { x, y: seconds * 1000, label: `${Math.round(bytes / 1000)} kB` };
}

async function byJobs(): Promise<Point[]> {
  const points: Point[] = [];
  for (const jobs of JOBS) {
    points.push(
      await withFarDesk(jobs, 10, async (desk, em) => {
        const before = await desk.processor();
        const { polls, bytes } = await quietTime(desk, em, QUIET_MINUTES);
        return pollOf(jobs, ((await desk.processor()) - before) / polls, bytes / polls);
      }),
    );
  }
  return points;
}

async function byChanges(): Promise<Point[]> {
  return withFarDesk(CHANGING_JOBS, 5, async (desk, em) => {
    const points: Point[] = [];
    for (const [round, changes] of CHANGES.entries()) {
      await em.order({ kind: 'clock', at: lastNoon() + (round + 1) * STEP_MS });
      await desk.nextPoll();
      await em.order({ kind: 'fail', jobs: changes });
      const before = await desk.processor();
      const { bytes } = await askedDuring(em, () => desk.nextPoll());
      points.push(pollOf(changes, (await desk.processor()) - before, bytes));
    }
    return points;
  });
}

async function byViewers(): Promise<Point[]> {
  const scene = await openScene({ jobs: 1_000, environment: { POLL_SECONDS: '10' } });
  try {
    const points: Point[] = [];
    const cookies = await viewersOf(scene, Math.max(...VIEWERS));
    for (const viewers of VIEWERS) {
      const before = { seconds: await processorSeconds(scene.desk.pid), requests: (await scene.em.requests()).length };
      await watch(scene.url, cookies.slice(0, viewers), AbortSignal.timeout(WATCHED_SECONDS * 1000));
      const share = ((await processorSeconds(scene.desk.pid)) - before.seconds) / WATCHED_SECONDS;
      const asked = (await scene.em.requests()).slice(before.requests);
      const polls = asked.filter(({ path }) => path.includes('EndTime')).length;
      points.push({ x: viewers, y: share * 100, label: `${(asked.length / polls).toFixed(1)} a poll` });
    }
    return points;
  } finally {
    await scene.end();
  }
}

const ms = 'ms of processor for a poll; beside it what was received';
const plots = {
  'cost-by-jobs': { title: 'A poll that finds nothing new', xTitle: 'jobs', yTitle: ms, measure: byJobs },
  'cost-by-changes': {
    title: `A poll of ${CHANGING_JOBS.toLocaleString('en')} jobs`,
    xTitle: 'runs that have changed',
    yTitle: ms,
    measure: byChanges,
  },
  'cost-by-viewers': {
    title: `${WATCHED_SECONDS} s of 1,000 jobs, asked every 2 s`,
    xTitle: 'viewers',
    yTitle: '% of a core; beside it requests to Enterprise Manager',
    measure: byViewers,
  },
};
const asked = process.argv[2];
const wanted = Object.entries(plots).filter(([name]) => asked === undefined || name === asked);
if (wanted.length === 0) throw new Error(`there is no plot ${asked}; there are ${Object.keys(plots).join(', ')}`);
for (const [name, { measure, ...words }] of wanted) {
  const points = await measure();
  await writeFile(join(images, `${name}.svg`), drawPlot({ ...words, points }));
  console.log(
    `docs/images/${name}.svg: ${points.map(({ x, y, label }) => `${x}: ${y.toFixed(1)}, ${label}`).join('; ')}`,
  );
}
