import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeskScene, openScene, readBoard } from './desk-scene.ts';
import { median, note, type Row, row } from './goal.ts';
import { send } from './http-call.ts';
import { type Served, wrk } from './load.ts';
import { startNginx, startPlainExpress, type WebServer } from './web-server.ts';

const ROUNDS = 5;
const SECONDS = 4;
const JOBS = 1_000;
/** Who answers and who asks have a core each. */
const [ANSWERING, ASKING] = [0, 1];

/** Where Debian puts the programs, and the packages they come in. */
const programs = { '/usr/sbin/nginx': 'nginx-light', '/usr/bin/wrk': 'wrk', '/usr/bin/taskset': 'util-linux' };

/** One server and what it is asked. */
type Contestant = { name: string; url: string; headers: Record<string, string>; status: number; core: number };

/** What quality.md calls "serve": the board of a thousand failed jobs against nginx with the same bytes in a file. */
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
  return [
    { name: 'desk', url, headers, status: 200 },
    { name: 'nginx', url: nginx.url, headers, status: 200 },
    { name: 'desk 304', url, headers: { ...headers, 'if-none-match': deskTag }, status: 304 },
    { name: 'nginx 304', url: nginx.url, headers: { ...headers, 'if-none-match': nginxTag }, status: 304 },
    { name: 'plain Express', url: express.url, headers, status: 200 },
  ].map((each) => ({ ...each, core: ASKING }));
}

async function tagOf(url: string, headers: Record<string, string>): Promise<string> {
  return (await send(url, { headers })).headers.etag ?? '';
}

/** All in turn, again and again, so that what else the machine does meets all alike. */
async function compare(folder: string, all: Contestant[], gzipBytes: number): Promise<Row[]> {
  const served = new Map<string, Served[]>(all.map(({ name }) => [name, []]));
  for (const { name, url, headers, status } of all) {
    const answer = await send(url, { headers });
    if (answer.status !== status) throw new Error(`${name} answered ${answer.status}`);
    // Nobody is measured cold.
    await wrk(folder, { url, headers, seconds: 1, core: ASKING });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, ...asked } of all) served.get(name)?.push(await wrk(folder, { ...asked, seconds: SECONDS }));
  }
  const perSecond = (name: string) => median((served.get(name) ?? []).map((each) => each.perSecond));
  const bytes = (name: string) => median((served.get(name) ?? []).map((each) => each.bytesEach));
  for (const { name } of all) {
    console.log(`${name}: ${perSecond(name).toFixed(0)} answers/s of ${bytes(name).toFixed(0)} bytes with headers`);
  }
  if (bytes('desk') < gzipBytes || bytes('desk 304') > 2_000) throw new Error('the desk did not answer what was asked');
  const express = perSecond('desk') / perSecond('plain Express');
  return [
    row('200 with gzip, times nginx with the same bytes', perSecond('desk') / perSecond('nginx'), '>=', 0.55, '×'),
    row('304, times a 304 of nginx', perSecond('desk 304') / perSecond('nginx 304'), '>=', 0.4, '×'),
    note('200, times res.json of plain Express', express, '×'),
  ];
}
