import { setTimeout as wait } from 'node:timers/promises';
import type { EnterpriseManagerSimulator, JobView } from '@retry-desk/em-simulator';
import { openStage, type Stage } from '../../e2e/src/stage.ts';
import { openBrowser, openProfile, openSignedIn } from './browser.ts';
import { note, type Row, row } from './goal.ts';
import { metricOf } from './metric-of.ts';
import { preloading } from './preload.ts';
import { makeWallLink, openWall, retryAllDay, watchAllDay } from './soak-person.ts';
import { openSoaked, type SoakedPage } from './soaked-page.ts';

/** A day of asking every ten seconds. */
const DAY_POLLS = 8_640;
const DAY_MINUTES = 10;
/** SOAK_MINUTES: a part of the day, to try it out. */
const minutes = Number(process.env.SOAK_MINUTES ?? DAY_MINUTES);
/** On a busy machine the day takes longer, but not for ever. */
const LATEST = 3;
/** Half a day, until a session has ended and somebody has signed in again: growth counts from what has happened once. */
const WARM_UP_MINUTES = minutes / 2;
/** How much faster the clocks of the server and of Enterprise Manager go: more than the day is short, as in the pages. */
const SPEED = 220;
/** How much faster the timers of the pages run: more than the day is short, because answers take their own time. */
const HURRY = { board: 500, wall: 150 };
const JOBS = 200;
const MOVED = 24;
const MOVE_MS = 2_500;

type Heaps = { desk: number; memory: number; pages: number[] };

/** One job fails, another one recovers, over and over until that is so; ends with all of them recovered. */
async function move(
  em: EnterpriseManagerSimulator,
  jobs: readonly JobView[],
  isEnough: () => boolean,
): Promise<number> {
  let moves = 0;
  const recover = (job: JobView) => {
    em.world.startRun(job);
    em.world.finishRun(job, 'success');
  };
  for (; !isEnough(); moves += 1) {
    const job = jobs[moves % jobs.length];
    const other = jobs[(moves + jobs.length / 2) % jobs.length];
    if (job !== undefined) em.world.fail(job, `The network path was not found (${moves})`);
    if (other !== undefined) recover(other);
    await wait(MOVE_MS);
  }
  for (const job of jobs) recover(job);
  await wait(3_000);
  return moves;
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return metricOf(text, name);
}

/** The least of several readings: what lives between two collections is not growth. */
async function readHeaps(stage: Stage, pages: readonly SoakedPage[]): Promise<Heaps> {
  const readings: Heaps[] = [];
  for (let time = 0; time < 5; time += 1) {
    stage.signalDesk('SIGUSR2');
    readings.push({
      desk: await metric(stage.url, 'nodejs_heap_size_used_bytes'),
      memory: await metric(stage.url, 'process_resident_memory_bytes'),
      pages: await Promise.all(pages.map((page) => page.heap())),
    });
    await wait(200);
  }
  const least = (of: (heaps: Heaps) => number) => Math.min(...readings.map(of));
  return {
    desk: least(({ desk }) => desk),
    memory: least(({ memory }) => memory),
    pages: pages.map((_, place) => least((heaps) => heaps.pages[place] ?? Number.NaN)),
  };
}

/** Whether so many minutes have gone by since now. */
function after(count: number): () => boolean {
  const at = Date.now() + count * 60_000;
  return () => Date.now() >= at;
}

/** How often the server has polled: what has ended is asked for once in a poll. */
function polls(em: EnterpriseManagerSimulator): number {
  return em.requests.filter(({ path }) => path.includes('type=BackupJobSession') && path.includes('EndTime')).length;
}

/** A clock that begins now and goes so many times as fast. */
function clockOf(times: number): { now(): number } {
  const [from, at] = [performance.now(), Date.now()];
  return { now: () => Math.round(at + (performance.now() - from) * times) };
}

/**
 * One day in ten minutes, after half a day: the clocks of the server and of Enterprise Manager go fast. The server reads Enterprise Manager,
 * a board and a wall read the server, jobs fail and recover, and somebody retries them.
 */
export async function soak(): Promise<Row[]> {
  const stage = await openStage({
    simulator: { jobs: JOBS, clock: clockOf(SPEED) },
    environment: {
      NODE_OPTIONS: preloading('fast-clock.ts', 'collect-garbage.ts'),
      CLOCK_SPEED: String(SPEED),
      LOG_LEVEL: 'warn',
    },
  });
  const browser = await openBrowser();
  const over = new AbortController();
  try {
    const profile = () => openProfile(browser, stage.url);
    const { request } = await profile();
    const desk = await profile();
    await (await openSignedIn(desk)).close();
    const screen = await profile();
    await openWall(screen, stage.url, await makeWallLink(request, stage.url));
    stage.signalDesk('SIGWINCH');
    const board = await openSoaked(desk, { name: 'board', address: '/', times: HURRY.board });
    const pages = [board, await openSoaked(screen, { name: 'wall', address: '/wall', times: HURRY.wall })];
    const people = Promise.all([retryAllDay(request, stage.url, over.signal), watchAllDay(board.page, over.signal)]);
    // Thrown where it is awaited; until then the day goes on, so that all that was started is ended.
    people.catch(() => undefined);
    const jobs = stage.em.world.jobs().slice(0, MOVED);
    await move(stage.em, jobs, after(WARM_UP_MINUTES));
    const [before, polled, read] = [await readHeaps(stage, pages), pages.map((page) => page.polls()), polls(stage.em)];
    const asked = (place: number) => (pages[place]?.polls() ?? Number.NaN) - (polled[place] ?? 0);
    const day = Math.round((DAY_POLLS * minutes) / DAY_MINUTES);
    const isDayOver = () => polls(stage.em) - read >= day && pages.every((_, place) => asked(place) >= day);
    const [startedAt, isTooLate] = [Date.now(), after(LATEST * minutes)];
    const moves = await move(stage.em, jobs, () => isDayOver() || isTooLate());
    const taken = (Date.now() - startedAt) / 60_000;
    over.abort();
    const [retries] = await people;
    const now = await readHeaps(stage, pages);

    console.log(
      `${day} polls in ${taken.toFixed(1)} min: time goes ${SPEED} times as fast, waits of 1 to 60 s in the board take ` +
        `1/${HURRY.board}, in the wall 1/${HURRY.wall}; ${moves} jobs failed and recovered, ${retries} retries`,
    );
    const growth = (from: number, to: number) => (to / from - 1) * 100;
    return [
      row('polls of Enterprise Manager by the server', polls(stage.em) - read, '>=', day, ''),
      row(`heap of the server (${megabytes(before.desk)}) grows by`, growth(before.desk, now.desk), '<=', 5, '%'),
      note(`memory of the server (${megabytes(before.memory)}) grows by`, growth(before.memory, now.memory), '%'),
      ...pages.flatMap(({ name }, place) => {
        const [from, to] = [before.pages[place] ?? Number.NaN, now.pages[place] ?? Number.NaN];
        return [
          row(`questions of the ${name} to the server`, asked(place), '>=', day, ''),
          row(`heap of the ${name} (${megabytes(from)}) grows by`, growth(from, to), '<=', 5, '%'),
        ];
      }),
    ];
  } finally {
    over.abort();
    await browser.close();
    await stage.stop();
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
