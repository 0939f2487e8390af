import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type DeskScene, openScene, readBoard } from './desk-scene.ts';
import { median, percentile, type Row, row } from './goal.ts';

const JOBS = 1_000;
const POLL_SECONDS = 10;
/** How long Enterprise Manager hangs in each round, in milliseconds: shorter and longer than the desk waits for one answer. */
const HANGS = [12_000, 20_000, 30_000, 45_000];
const READ_EVERY_MS = 50;
/** Nobody waits longer for a state than this. */
const GIVE_UP_MS = 120_000;

/** Seconds from the begin of the hang to stale, and from its end to fresh. */
type Round = { stale: number; fresh: number };

/** Enterprise Manager takes connections and answers nothing; what people see of that, and when. */
export async function hung(): Promise<Row[]> {
  const scene = await openScene({ jobs: JOBS, environment: { POLL_SECONDS: String(POLL_SECONDS) } });
  const ended = new AbortController();
  const readMs: number[] = [];
  try {
    const reading = readAgainAndAgain(scene, ended.signal, readMs);
    const rounds: Round[] = [];
    for (const hangMs of HANGS) {
      const round = await hangOnce(scene, hangMs);
      rounds.push(round);
      console.log(`hung for ${hangMs / 1000} s: stale ${round.stale.toFixed(1)} s, fresh ${round.fresh.toFixed(1)} s`);
      await wait(2 * POLL_SECONDS * 1000);
    }
    ended.abort();
    await reading;
    return verdict(rounds, readMs);
  } finally {
    ended.abort();
    await scene.end();
  }
}

function verdict(rounds: readonly Round[], readMs: readonly number[]): Row[] {
  const [stale, fresh] = [rounds.map((round) => round.stale), rounds.map((round) => round.fresh)];
  const [staleGoal, freshGoal] = [2 * POLL_SECONDS + 1, 2 * POLL_SECONDS];
  return [
    row(`reads while Enterprise Manager hangs, p99 of ${readMs.length}`, percentile(readMs, 99), '<=', 200, 'ms'),
    row('stale is shown after the hang began, median', median(stale), '<=', staleGoal, 's'),
    row('the slowest of the rounds', Math.max(...stale), '<=', staleGoal, 's'),
    row('fresh is shown after the hang ended, median', median(fresh), '<=', freshGoal, 's'),
    row('the slowest of the rounds', Math.max(...fresh), '<=', freshGoal, 's'),
  ];
}

async function hangOnce(scene: DeskScene, hangMs: number): Promise<Round> {
  const { em } = scene;
  const beganAt = performance.now();
  // 0 times: for ever.
  await em.command('POST', 'faults', { times: 0, do: { kind: 'hang' } });
  const watching = untilState(scene, (state) => state !== 'ok');
  await wait(hangMs);
  await em.command('DELETE', 'faults');
  const endedAt = performance.now();
  const stale = (await watching) - beganAt;
  const fresh = (await untilShown(scene, (state) => state === 'ok')) - endedAt;
  return { stale: stale / 1000, fresh: fresh / 1000 };
}

type Wanted = (state: unknown) => boolean;

/** When the board first reported a state like that. Pages measure by themselves how old theirs is, and that it gets stale. */
function untilState(scene: DeskScene, wanted: Wanted): Promise<number> {
  return untilAsked(scene, wanted, () => READ_EVERY_MS);
}

/** When a page first received a state like that: it asks at the time that the server named. */
function untilShown(scene: DeskScene, wanted: Wanted): Promise<number> {
  return untilAsked(scene, wanted, ({ 'x-poll-after': pollAfter }) => Number(pollAfter));
}

async function untilAsked(
  { url, cookie }: DeskScene,
  wanted: Wanted,
  pauseMs: (headers: IncomingHttpHeaders) => number,
): Promise<number> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (performance.now() < giveUpAt) {
    const { headers } = await readBoard(url, { cookie, 'accept-encoding': 'gzip' });
    if (wanted(headers['x-em-state'])) return performance.now();
    await wait(pauseMs(headers));
  }
  return Number.POSITIVE_INFINITY;
}

async function readAgainAndAgain({ url, cookie }: DeskScene, ended: AbortSignal, readMs: number[]): Promise<void> {
  while (!ended.aborted) {
    const startedAt = performance.now();
    await readBoard(url, { cookie, 'accept-encoding': 'gzip' });
    readMs.push(performance.now() - startedAt);
    await wait(READ_EVERY_MS);
  }
}
