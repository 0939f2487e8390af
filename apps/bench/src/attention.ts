import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
// Not part of the server's face: the bench plays against the very class that decides.
import { openStore, type Store } from '../../bff/src/store/open-store.ts';
import { createLogger } from '../../bff/src/telemetry/logger.ts';
import { DAY, HOUR, MINUTE } from '../../bff/tests/month/calendar.ts';
import { judge } from '../../bff/tests/month/judge.ts';
import { type MonthStage, monthStage, play } from '../../bff/tests/month/play.ts';
import { worldOf } from '../../bff/tests/month/world.ts';
import { median, note, type Row, row, sum } from './goal.ts';
import { Pace } from './pace.ts';
import { type Stalled, stalled } from './stalled.ts';

type Month = { name: string; from: string; isHidden: boolean };

const JOBS = 10_000;
/** Both changes of the clock in Europe, and a leap day; with NextRun and schedules listed, and hidden. */
const MONTHS: readonly Month[] = [
  { name: '2026-03', from: '2026-03-10', isHidden: false },
  { name: '2026-10', from: '2026-10-10', isHidden: false },
  { name: '2028-02', from: '2028-02-10', isHidden: false },
  { name: '2026-03-hidden', from: '2026-03-10', isHidden: true },
];
/** ATTENTION_MONTHS: only these, by name, and no costs. */
const only = process.env.ATTENTION_MONTHS?.split(',');
const ROUNDS = 5;
const CHANGES = 200;

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

const logger = createLogger('silent');

/** Months of 10 000 jobs of every kind against the watch of the server, and the cost of its passes. */
export async function attention(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-attention-'));
  const store = await openStore({ dataDir: folder });
  try {
    const unknown = only?.filter((name) => !MONTHS.some((each) => each.name === name)) ?? [];
    if (unknown.length > 0) throw new Error(`there is no month called ${unknown.join(', ')}`);
    const rows = only === undefined ? await costs(store) : [];
    for (const { name, from, isHidden } of MONTHS) {
      if (only?.includes(name) === false) continue;
      console.log(`playing 30 days from ${from} on${isHidden ? ', schedules hidden' : ''}`);
      rows.push(...(await month(store, Date.parse(from), isHidden)));
    }
    return rows;
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function month(store: Store, from: number, isHidden: boolean): Promise<Row[]> {
  await store.db.deleteFrom('collections').execute();
  const to = from + 30 * DAY;
  const jobs = worldOf({ jobs: JOBS, from, to, seed: (from + Number(isHidden)) % 1009, isHidden });
  const ahead = (isHidden ? -8 : 8) * MINUTE;
  const claims = await play({ jobs, from, to, isHidden, store, logger, ahead });
  const { isFalse, decided, unreported, interrupted, delays } = judge(claims, { from, to, jobs, isHidden });
  for (const claim of isFalse) console.log('false', JSON.stringify(claim));
  for (const { job, what, first } of unreported)
    console.log('not in time', what, new Date(first).toISOString(), job.zone, JSON.stringify(job.settings));
  const what = `attention: ${new Date(from).toISOString().slice(0, 7)}${isHidden ? ', schedules hidden' : ''}`;
  const inTime = 100 * (1 - unreported.length / decided.length);
  return [
    row(`${what}: false claims of ${claims.length}`, isFalse.length, '<=', 0, ''),
    row(`${what}: shown in time, of ${decided.length} planted`, inTime, '>=', isHidden ? 95 : 100, '%'),
    row(`${what}: claims that ended too soon`, interrupted.length, '<=', 0, ''),
    note(`${what}: later than the start, median`, median(delays) / HOUR, 'h'),
    note(`${what}: the same, worst`, Math.max(...delays) / HOUR, 'h'),
  ];
}

/** The twelfth day of a month: one pass over all jobs, and one over a single changed job. */
async function costs(store: Store): Promise<Row[]> {
  const from = Date.parse('2026-03-10');
  const jobs = worldOf({ jobs: JOBS, from, to: from + 30 * DAY, seed: 7, isHidden: false });
  const stage = monthStage({ jobs, from, isHidden: false, store, logger, ahead: 0 });
  stage.moveTo(from + 12 * DAY);
  const before = heap();
  const pace = new Pace();
  pace.take();
  const first = await pass(stage);
  const memory = heap() - before;
  const full: Awaited<ReturnType<typeof pass>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    stage.inventory.takeChangedJobs(changed(stage, `round ${round}`), []);
    full.push(await pass(stage));
    pace.take();
  }
  const single: number[] = [];
  for (const job of changed(stage, 'single').slice(0, CHANGES)) {
    stage.inventory.takeChangedJobs([job], []);
    single.push((await pass(stage)).ms);
  }
  return [
    note('attention: first pass over 10 000 jobs', first.passedMs, 'ms'),
    note('attention: a pass over all of them, median', median(full.map(({ passedMs }) => passedMs)), 'ms'),
    ...pace.rows('attention: its processor time', median(full.map(({ ms }) => ms)), 250),
    ...pace.rows('attention: its longest stall, median', median(full.map(({ stallMs }) => stallMs)), 6),
    ...pace.rows('attention: a pass with one changed job, mean', sum(single) / single.length, 1.2),
    row('attention: memory of it', memory / 1e6, '<=', 20, 'MB'),
  ];
}

/** All jobs, each with another description. */
function changed({ inventory }: MonthStage, description: string) {
  return inventory.jobs().map((job) => ({ ...job, description }));
}

/** In a turn of its own, as in the server; `passedMs` by the clock. */
async function pass({ watch }: MonthStage): Promise<Stalled<unknown> & { passedMs: number }> {
  await new Promise(setImmediate);
  const begunAt = performance.now();
  const made = await stalled(() => watch.refresh());
  return { ...made, passedMs: performance.now() - begunAt };
}

function heap(): number {
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}
