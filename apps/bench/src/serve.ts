import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeskScene, openScene, readBoard } from './desk-scene.ts';
import { median, note, type Row, row } from './goal.ts';
import { send } from './http-call.ts';
import { wrk } from './load.ts';
import { processorSeconds } from './process-cost.ts';
import { startNginx, startPlainExpress, type WebServer } from './web-server.ts';

const ROUNDS = 5;
const SECONDS = 4;
const JOBS = 1_000;
/** Server and clients have a core each. */
const [ANSWERING, ASKING] = [0, 1];

/** Where Debian puts the programs, and the packages they come in. */
const programs = { '/usr/sbin/nginx': 'nginx-light', '/usr/bin/wrk': 'wrk', '/usr/bin/taskset': 'util-linux' };

/** One server and what it is asked. */
type Contestant = { name: string; pid: number; url: string; headers: Record<string, string>; status: number };

/** The board of a thousand failed jobs against nginx with the same bytes in a file. */
export async function serve(): Promise<Row[]> {
  const missing = Object.entries(programs).flatMap(([path, name]) => (existsSync(path) ? [] : [name]));
  if (missing.length > 0) {
    const figure = `not measured: apt-get install ${missing.join(' ')}`;
    return [{ what: 'the board against nginx', goal: '≥ 0.55 and 0.4 ×', figure, met: false }];
  }
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-serve-'));
  // Nothing changes while we measure: the next poll is an hour away.
  const scene = await openScene({ jobs: JOBS, core: ANSWERING, environment: { POLL_SECONDS: '3600' } });
  const others: WebServer[] = [];
  try {
    const [gzip, json] = [await board(scene, 'gzip'), await board(scene, 'identity')];
    const nginx = await startNginx(folder, gzip.body, ANSWERING);
    others.push(nginx);
    const express = await startPlainExpress(folder, json.body, ANSWERING);
    others.push(express);
    console.log(`${JOBS} failed jobs: ${json.body.length} bytes of JSON, ${gzip.body.length} of gzip`);
    return await compare(folder, await contestants(scene, nginx, express), gzip.body.length);
  } finally {
    for (const { server } of others) await server.end();
    await scene.end();
    await rm(folder, { recursive: true, force: true });
  }
}

function board({ url, cookie }: DeskScene, coding: 'gzip' | 'identity') {
  return readBoard(url, { cookie, 'accept-encoding': coding });
}

async function contestants(scene: DeskScene, nginx: WebServer, express: WebServer): Promise<Contestant[]> {
  const url = `${scene.url}/api/board`;
  const headers = { cookie: scene.cookie, 'accept-encoding': 'gzip' };
  const [deskTag, nginxTag] = [await tagOf(url, headers), await tagOf(nginx.url, headers)];
  const [desk, theirs] = [
    { pid: scene.desk.pid, url },
    { pid: nginx.server.pid, url: nginx.url },
  ];
  return [
    { name: 'desk', ...desk, headers, status: 200 },
    { name: 'nginx', ...theirs, headers, status: 200 },
    { name: 'desk 304', ...desk, headers: { ...headers, 'if-none-match': deskTag }, status: 304 },
    { name: 'nginx 304', ...theirs, headers: { ...headers, 'if-none-match': nginxTag }, status: 304 },
    { name: 'plain Express', pid: express.server.pid, url: express.url, headers, status: 200 },
  ];
}

async function tagOf(url: string, headers: Record<string, string>): Promise<string> {
  return (await send(url, { headers })).headers.etag ?? '';
}

/** How many answers came in a second, bytes of one with its headers, and microseconds of the server's processor for one. */
type Round = { perSecond: number; bytesEach: number; processorUs: number };

/** All in turn, again and again, so that what else the machine does meets all alike. */
async function compare(folder: string, all: Contestant[], gzipBytes: number): Promise<Row[]> {
  const rounds = new Map<string, Round[]>(all.map(({ name }) => [name, []]));
  for (const contestant of all) {
    const answer = await send(contestant.url, { headers: contestant.headers });
    if (answer.status !== contestant.status) throw new Error(`${contestant.name} answered ${answer.status}`);
    // Nobody is measured cold.
    await oneRound(folder, contestant, 1);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contestant of all) rounds.get(contestant.name)?.push(await oneRound(folder, contestant, SECONDS));
  }
  const middle = (name: string, figure: keyof Round) => median((rounds.get(name) ?? []).map((each) => each[figure]));
  for (const { name } of all) {
    const [perSecond, bytes] = [middle(name, 'perSecond').toFixed(0), middle(name, 'bytesEach').toFixed(0)];
    console.log(
      `${name}: ${perSecond}/s of ${bytes} bytes, ${middle(name, 'processorUs').toFixed(0)} µs of processor each`,
    );
  }
  if (middle('desk', 'bytesEach') < gzipBytes) throw new Error('the desk sent less than the board');
  if (middle('desk 304', 'bytesEach') > 2_000) throw new Error('the desk sent bodies where 304 was asked for');
  const ratio = (figure: keyof Round, one: string, other: string) => middle(one, figure) / middle(other, figure);
  return [
    row('200 with gzip, times nginx with the same bytes', ratio('perSecond', 'desk', 'nginx'), '>=', 0.55, '×'),
    row('304, times a 304 of nginx', ratio('perSecond', 'desk 304', 'nginx 304'), '>=', 0.4, '×'),
    note('200 by processor time, times nginx', ratio('processorUs', 'nginx', 'desk'), '×'),
    note('304 by processor time, times nginx', ratio('processorUs', 'nginx 304', 'desk 304'), '×'),
    note('200, times res.json of plain Express', ratio('perSecond', 'desk', 'plain Express'), '×'),
  ];
}

async function oneRound(folder: string, { pid, url, headers }: Contestant, seconds: number): Promise<Round> {
  const before = await processorSeconds(pid);
  const { answers, perSecond, bytesEach } = await wrk(folder, { url, headers, seconds, core: ASKING });
  const processorUs = (((await processorSeconds(pid)) - before) / answers) * 1e6;
  return { perSecond, bytesEach, processorUs };
}
