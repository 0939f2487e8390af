import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type FarDesk, HURRY, type LoopDelay, startFarDesk } from './far-desk.ts';
import { type FarEm, lastNoon, startFarEm } from './far-em.ts';
import { note, type Row, row } from './goal.ts';
import { Pace } from './pace.ts';

const JOBS = 10_000;
const HOUR = 60 * 60_000;
/** In an hour everything comes once that does not come with every poll: the list of jobs and a look at each day are the rarest. */
export const QUIET_MINUTES = 60;
const HISTORY_SECONDS = 900;
/** A poll that reads history asks more often than this. */
const HISTORY_IS_READ = 8;

/** Requests to Enterprise Manager, and the number of polls that made them. */
export type Asked = { polls: number; requests: number; bytes: number };

/**
 * Ten thousand jobs on twenty servers with thirty days of runs, three per cent of them failed. Enterprise Manager's clock
 * begins at noon, hours after the last run of the night, so that the quiet time finds nothing new.
 */
export async function estate(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-estate-'));
  const em = await startFarEm(JOBS, lastNoon() - 5 * HOUR);
  await em.order({ kind: 'clock', at: lastNoon(), speed: 1 });
  const desk = await startFarDesk(em, folder, 10);
  try {
    return await measure(desk, em);
  } finally {
    await desk.end();
    await em.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(desk: FarDesk, em: FarEm): Promise<Row[]> {
  const pace = new Pace();
  while ((await desk.jobs()) === null) await wait(50);
  const first = (performance.now() - desk.startedAt) / 1000;
  const early = await desk.loopDelay();
  const firstProcessor = await desk.processor();
  pace.take();
  printDelay('first board', early, await desk.memory());
  const history = await untilHistoryIsRead(desk, em);
  const late = await desk.loopDelay();
  printDelay('history read', late, await desk.memory());
  const { polls, requests, bytes } = await quietTime(desk, em, QUIET_MINUTES);
  const quiet = await desk.loopDelay();
  pace.take();
  await desk.readAll();
  const memory = await desk.memory();
  printDelay('quiet time', quiet, memory);
  console.log(`${QUIET_MINUTES} quiet minutes: ${polls} polls, ${requests} requests, ${(bytes / 1e6).toFixed(1)} MB`);
  return [
    note(`first board after start, ${JOBS} jobs`, first, 's'),
    ...pace.rows('processor time until then', firstProcessor * 1000, 2500),
    note('history of thirty days read after', history, 's'),
    row(`requests of a quiet poll, mean of ${polls}`, requests / polls, '<=', 5, ''),
    row(`bytes of a quiet poll, mean of ${polls}`, bytes / polls / 1000, '<=', 300, 'kB'),
    row('resident memory, highest', memory.highest, '<=', 300, 'MB'),
    ...pace.rows('event-loop delay p99 until the first board', early.p99, 12),
    ...pace.rows('event-loop delay p99 while history is read', late.p99, 12),
    ...pace.rows('event-loop delay p99 of the quiet time', quiet.p99, 12),
  ];
}

/** The cost of so many minutes of the desk's time while nothing changes; its time goes faster from then on. */
export async function quietTime(desk: FarDesk, em: FarEm, minutes: number): Promise<Asked> {
  desk.hurry();
  await em.order({ kind: 'clock', speed: HURRY });
  return askedDuring(em, () => wait((minutes * 60_000) / HURRY));
}

/** Seconds from the start until a poll asks for no history any more. Throws where that takes too long to measure anything. */
export async function untilHistoryIsRead(desk: FarDesk, em: FarEm): Promise<number> {
  for (;;) {
    const { requests } = await askedDuring(em, () => desk.nextPoll());
    const seconds = (performance.now() - desk.startedAt) / 1000;
    if (requests <= HISTORY_IS_READ) return seconds;
    if (seconds > HISTORY_SECONDS) throw new Error(`the history is not read after ${HISTORY_SECONDS} s`);
  }
}

/** Requests to Enterprise Manager in the meantime. */
export async function askedDuring(em: FarEm, work: () => Promise<unknown>): Promise<Asked> {
  const before = { ...(await em.order({ kind: 'count' })), bytes: em.bytes() };
  await work();
  const { polls, requests } = await em.order({ kind: 'count' });
  return {
    polls: polls - before.polls,
    requests: requests - before.requests,
    bytes: em.bytes() - before.bytes,
  };
}

function printDelay(when: string, { p99, max }: LoopDelay, memory: { now: number; highest: number }): void {
  const loop = `event loop p99 ${p99.toFixed(0)} ms, worst ${max.toFixed(0)} ms`;
  console.log(`${when}: ${loop}; ${memory.now.toFixed(0)} MB resident, highest ${memory.highest.toFixed(0)} MB`);
}
