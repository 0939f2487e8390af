import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type DeskServer, startServer } from './desk-server.ts';
import { type Reply, send } from './http-call.ts';
import { freePort } from './shared-database.ts';
import { type SimulatorProcess, startSimulator } from './simulator-process.ts';

export const ORIGIN = 'http://localhost:8080';
const COMPLETE_MS = 300_000;

/** A simulated Enterprise Manager, the desk over it and a browser that is signed in: each a process of its own. */
export type DeskScene = {
  em: SimulatorProcess;
  desk: DeskServer;
  url: string;
  /** Name and value of the session's cookie. */
  cookie: string;
  end(): Promise<void>;
};

export type SceneOptions = {
  jobs: number;
  /** Variables of the server beside those that lead to the simulator. */
  environment?: Record<string, string>;
  /** The processor core the server and Enterprise Manager are kept on. */
  core?: number;
  /** Opened as soon as the server listens; `untilComplete` waits for the rest. */
  atOnce?: boolean;
};

/** The environment of a desk with this Enterprise Manager and an empty store in the folder. */
export function environmentFor(
  em: Pick<SimulatorProcess, 'url' | 'caFile'>,
  folder: string,
  port: number,
): Record<string, string> {
  return {
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: em.caFile,
    PORT: String(port),
    PUBLIC_URL: ORIGIN,
    DATA_DIR: join(folder, 'data'),
  };
}

/** Opens a scene in which every job is failed; unless given the board is complete, the history behind it included. */
export async function openScene({ jobs, environment, core, atOnce }: SceneOptions): Promise<DeskScene> {
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-scene-'));
  const em = await startSimulator(folder, jobs, core);
  const port = await freePort();
  const desk = await startServer({ ...environmentFor(em, folder, port), ...environment }, core);
  const url = `http://127.0.0.1:${port}`;
  async function end(): Promise<void> {
    await desk.kill();
    await em.end();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    const cookie = await signedInCookie(url);
    if (!atOnce) await untilComplete({ url, cookie }, jobs);
    return { em, desk, url, cookie, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The cookie of a scene in parts, as browsers take it. */
export function cookieOf({ cookie }: Pick<DeskScene, 'cookie'>): { name: string; value: string } {
  const [name = '', ...value] = cookie.split('=');
  return { name, value: value.join('=') };
}

/** The board as a browser asks for it. */
export function readBoard(url: string, headers: Record<string, string>): Promise<Reply> {
  return send(`${url}/api/board`, { headers });
}

/** Signs Anna in; the cookie of her session. */
export async function signedInCookie(url: string): Promise<string> {
  const answer = await send(`${url}/api/session`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' }),
  });
  if (answer.status !== 200) throw new Error(`the sign-in was answered with ${answer.status}`);
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

type ShownBoard = { counts: { failed: number }; failed: { reasons: unknown[]; strip: string }[] };

/** Waits until the board has nearly all jobs, with reasons and thirty days of history, and stays as it is for five seconds. */
export async function untilComplete({ url, cookie }: Pick<DeskScene, 'url' | 'cookie'>, jobs: number): Promise<void> {
  const giveUpAt = performance.now() + COMPLETE_MS;
  let tag = '';
  let since = performance.now();
  for (;;) {
    const { headers, body } = await readBoard(url, { cookie });
    if (headers.etag !== tag) [tag, since] = [headers.etag ?? '', performance.now()];
    const board: ShownBoard = JSON.parse(body.toString());
    if (isComplete(board, jobs) && performance.now() - since > 5_000) return;
    if (performance.now() > giveUpAt) throw new Error(`the board shows ${board.counts.failed} failed jobs of ${jobs}`);
    await wait(250);
  }
}

function isComplete({ counts, failed }: ShownBoard, jobs: number): boolean {
  const explained = failed.filter(({ reasons }) => reasons.length > 0).length;
  // The history is read backwards: a run in the first days of a strip is the last that comes.
  const hasHistory = failed.some(({ strip }) => /^N?[^N]/.test(strip));
  return counts.failed >= jobs * 0.9 && explained >= counts.failed * 0.9 && hasHistory;
}
