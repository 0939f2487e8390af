import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type DeskScene, ORIGIN, openScene } from './desk-scene.ts';
import { note, percentile, type Row, row, sum } from './goal.ts';
import { send } from './http-call.ts';
import type { SimulatorProcess } from './simulator-process.ts';

/** The scene, which `peers` has too. */
export const JOBS = 1_000;
export const MANY = 500;
export const VIEWER_POLL_MS = 2_000;
/** One and many by turns, so that what else the machine does meets both. */
const TURNS = [1, MANY, MANY, 1];
/** As short as viewers' own: a poll more or less at the edge of a turn is little. */
const ENVIRONMENT = { POLL_SECONDS: '2' };
/** So often a job fails again: people come for a new board with every poll. */
const CHANGE_MS = 2_000;

/** The answers to people who watched. */
export type Watched = { readMs: number[]; statuses: Map<number, number> };

type Turn = { count: number; watched: Watched; emRequests: number; emPolls: number };

/** Whether Enterprise Manager notices how many people watch, and whether they wait. */
export async function viewers(): Promise<Row[]> {
  const scene = await openScene({ jobs: JOBS, environment: ENVIRONMENT });
  const ended = new AbortController();
  const changing = changeAgainAndAgain(scene.em, ended.signal);
  try {
    const turns = await takeTurns(scene);
    const those = (many: boolean) => turns.filter(({ count }) => count > 1 === many);
    const asked = (many: boolean) => sum(those(many).map(({ emRequests }) => emRequests));
    const aPoll = (many: boolean) => asked(many) / sum(those(many).map(({ emPolls }) => emPolls));
    const reads = turns.flatMap(({ count, watched }) => (count > 1 ? watched.readMs : []));
    return [
      row(
        `requests to Enterprise Manager in a poll, ${MANY} viewers by one`,
        aPoll(true) / aPoll(false),
        '<=',
        1.05,
        '×',
      ),
      row(`the same in the same time`, asked(true) / asked(false), '<=', 1.05, '×'),
      row(`reads of ${MANY} viewers, p99`, percentile(reads, 99), '<=', 200, 'ms'),
      note(`reads of ${MANY} viewers, median`, percentile(reads, 50), 'ms'),
    ];
  } finally {
    ended.abort();
    await changing;
    await scene.end();
  }
}

/** A turn lasts from one reading of the list of jobs to the next, so that what is read once a minute falls to each alike. */
async function takeTurns(scene: DeskScene): Promise<Turn[]> {
  const turns: Turn[] = [];
  const cookies = await viewersOf(scene);
  let from = await nextListOfJobs(scene.em, (await scene.em.requests()).length);
  for (const count of TURNS) {
    const over = new AbortController();
    const watching = watch(scene.url, cookies.slice(0, count), over.signal);
    const to = await nextListOfJobs(scene.em, from + 1);
    over.abort();
    const watched = await watching;
    const asked = (await scene.em.requests()).slice(from, to);
    const emPolls = asked.filter(({ path }) => path.includes('EndTime')).length;
    turns.push({ count, watched, emRequests: asked.length, emPolls });
    const statuses = [...watched.statuses].map(([status, times]) => `${times} × ${status}`).join(', ');
    console.log(
      `${count} viewers: ${to - from} requests to Enterprise Manager in ${emPolls} polls, answers: ${statuses}`,
    );
    from = to;
  }
  return turns;
}

/** The place in the log, from this one on, at which the desk begins to read the list of jobs after something else. */
async function nextListOfJobs(em: SimulatorProcess, from: number): Promise<number> {
  for (;;) {
    const paths = (await em.requests()).map(({ path }) => path.includes('AgentBackupJob'));
    const found = paths.findIndex((isList, place) => place >= from && isList && paths[place - 1] === false);
    if (found !== -1) return found;
    await wait(500);
  }
}

/** Jobs fail again, one after the other. */
async function changeAgainAndAgain(em: SimulatorProcess, ended: AbortSignal): Promise<void> {
  for (let turn = 0; !ended.aborted; turn += 1) {
    await em.command('POST', 'fail', { job: `Servers of site ${turn % JOBS}` });
    await wait(CHANGE_MS);
  }
}

/** Screens with a session each; from one address the desk opens no more of them in a quarter of an hour. */
const WALLS = 50;

/** The cookies of so many viewers: a person in many tabs, and walls among them. */
export async function viewersOf({ url, cookie }: DeskScene, count = MANY): Promise<string[]> {
  const session = JSON.parse((await send(`${url}/api/session`, { headers: { cookie } })).body.toString());
  const headers = { origin: ORIGIN, cookie, 'x-csrf-token': session.csrfToken, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'Viewers', screens: 'many' });
  const made = await send(`${url}/api/wall-links`, { method: 'POST', headers, body });
  if (made.status !== 201) throw new Error(`the wall link was answered with ${made.status}: ${made.body}`);
  const { pathname } = new URL(JSON.parse(made.body.toString()).url);
  const cookies: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const isWall = n % Math.ceil(count / WALLS) === 1;
    cookies.push(isWall ? await openWall(url + pathname) : cookie);
  }
  return cookies;
}

async function openWall(address: string): Promise<string> {
  const { status, headers } = await send(address, { method: 'POST', headers: { origin: ORIGIN } });
  const cookie = headers['set-cookie']?.[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`a wall was answered with ${status}`);
  return cookie;
}

/** A browser for each cookie polls the board, on its own connection and with the tag of what it has. Throws where one is refused. */
export async function watch(url: string, cookies: readonly string[], over: AbortSignal): Promise<Watched> {
  const watched: Watched = { readMs: [], statuses: new Map() };
  await Promise.all(
    cookies.map(async (cookie, n) => {
      await wait((n / cookies.length) * VIEWER_POLL_MS);
      await view({ url, cookie }, over, watched);
    }),
  );
  return watched;
}

async function view({ url, cookie }: Pick<DeskScene, 'url' | 'cookie'>, over: AbortSignal, seen: Watched) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let tag = '';
  for (let due = performance.now(); !over.aborted; due += VIEWER_POLL_MS) {
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
