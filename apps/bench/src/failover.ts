import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { type DeskServer, startServer } from './desk-server.ts';
import { median, type Row, row } from './goal.ts';
import { freePort, startDatabase } from './shared-database.ts';

const ROUNDS = 5;

type Replica = { url: string; server: DeskServer; begin(): Promise<void> };

/** The process that reads Enterprise Manager is killed; how long until another one reads it. */
export async function failover(): Promise<Row[]> {
  const database = await startDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-failover-'));
  const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 200 });
  await em.start();
  const environment = {
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: em.caFile,
    PUBLIC_URL: 'http://localhost:8080',
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    POLL_SECONDS: '1',
  };
  const replicas = [await begin(environment), await begin(environment)];
  try {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const reader = await readerOf(replicas);
      const before = em.requests.length;
      await reader.server.kill();
      // The requests of the killed process have been counted by now.
      const since = performance.now();
      const other = replicas.find((replica) => replica !== reader);
      while (other === undefined || !(await reads(other)) || em.requests.length === before) await wait(50);
      times.push((performance.now() - since) / 1000);
      await reader.begin();
    }
    console.log(`rounds: ${times.map((seconds) => seconds.toFixed(1)).join(', ')} s`);
    return [
      row('another process reads after kill -9 of the reader, median', median(times), '<=', 15, 's'),
      row('the slowest of the rounds', Math.max(...times), '<=', 15, 's'),
    ];
  } finally {
    for (const { server } of replicas) await server.kill();
    await em.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function begin(environment: Record<string, string>): Promise<Replica> {
  const port = await freePort();
  const start = () => startServer({ ...environment, PORT: String(port) });
  const replica: Replica = {
    url: `http://127.0.0.1:${port}`,
    server: await start(),
    async begin() {
      replica.server = await start();
    },
  };
  return replica;
}

async function reads({ url }: Replica): Promise<boolean> {
  const numbers = await (await fetch(`${url}/metrics`)).text();
  return numbers.includes('retry_desk_reads_em 1') && numbers.includes('retry_desk_em_up 1');
}

async function readerOf(replicas: Replica[]): Promise<Replica> {
  for (;;) {
    for (const replica of replicas) if (await reads(replica)) return replica;
    await wait(50);
  }
}
