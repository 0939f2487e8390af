import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Board, board as boardSchema, session as sessionSchema } from '@retry-desk/contract';
import { EnterpriseManagerSimulator, type SimulatorOptions } from '@retry-desk/em-simulator';
import { onTestFinished, vi } from 'vitest';
import { builtIn } from './prepared.ts';
import type { Place } from './stores.ts';

const main = builtIn('main.js');

export type Person = { cookie: string; csrf: string };

/** One process of several on one PostgreSQL. */
export type Replica = {
  child: ChildProcess;
  url: string;
  printed(): string;
  call(method: string, path: string, as?: Person, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  signIn(name: string, password?: string): Promise<Person>;
  board(as: Person): Promise<Board>;
};

export type ReplicaStage = {
  em: EnterpriseManagerSimulator;
  /** `more`: variables of this process beside those of all. */
  begin(more?: Record<string, string>): Promise<Replica>;
};

/** Has a process read a clock on its wall that is so far ahead of the machine's. */
export function clockAhead(ms: number): Record<string, string> {
  const program = `const now = Date.now; Date.now = () => now() + ${ms};`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` };
}

/** A simulated Enterprise Manager and as many processes before it as a test begins, all on one database. */
export async function replicaStage(place: Place, simulator: SimulatorOptions = {}): Promise<ReplicaStage> {
  const em = new EnterpriseManagerSimulator({ seed: 3, jobs: 20, speed: 20, ...simulator });
  await em.start();
  onTestFinished(() => em.stop());
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-replicas-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let count = 0;
  return {
    em,
    begin(more = {}) {
      count += 1;
      return beginReplica({
        EM_URL: em.url,
        EM_USERNAME: 'TECH\\svc-retrydesk',
        EM_PASSWORD: 'svc-demo',
        EM_CA_FILE: em.caFile,
        PORT: '0',
        PUBLIC_URL: 'http://localhost:8080',
        DATABASE_URL: place.databaseUrl ?? '',
        // Each process has a folder of its own, as on machines of their own.
        DATA_DIR: join(folder, String(count)),
        POLL_SECONDS: '1',
        RETRY_POLL_SECONDS: '1',
        VERDICT_SECONDS: '10',
        ...more,
      });
    },
  };
}

async function beginReplica(environment: Record<string, string>): Promise<Replica> {
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  const url = await vi.waitFor(
    () => {
      const published = /"url":"([^"]+)"/.exec(printed)?.[1];
      if (published === undefined) throw new Error(`not listening yet: ${printed}`);
      return published;
    },
    { timeout: 120_000, interval: 50 },
  );
  const replica: Replica = {
    child,
    url,
    printed: () => printed,
    call: (method, path, as, body, headers = {}) =>
      fetch(url + path, {
        method,
        headers: {
          origin: 'http://localhost:8080',
          ...headers,
          ...(as ? { cookie: as.cookie, 'x-csrf-token': as.csrf } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async signIn(name, password = `${name}-demo`) {
      const answer = await replica.call('POST', '/api/session', undefined, { username: `TECH\\${name}`, password });
      if (answer.status !== 200) throw new Error(`${name} was not signed in: ${answer.status}`);
      const { csrfToken } = sessionSchema.parse(await answer.json());
      return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrf: csrfToken };
    },
    async board(as) {
      const answer = await replica.call('GET', '/api/board', as);
      if (answer.status !== 200) throw new Error(`the board answered ${answer.status}`);
      return boardSchema.parse(await answer.json());
    },
  };
  return replica;
}
