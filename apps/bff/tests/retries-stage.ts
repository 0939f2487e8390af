import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEnterpriseManager, type EnterpriseManager } from '@retry-desk/em-client';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { createDesk, type Desk } from '#retries/desk.ts';
import type { DeskSettings } from '#retries/desk-context.ts';
import { openStore, type Store } from '#store/open-store.ts';

type SimulatorOptions = NonNullable<ConstructorParameters<typeof EnterpriseManagerSimulator>[0]>;

/** A desk, its journal and its connection: what one process of Retry Desk has. */
export type DeskProcess = { desk: Desk; store: Store; client: EnterpriseManager; end(): Promise<void> };

export type RetryStage = {
  em: EnterpriseManagerSimulator;
  dataDir: string;
  /** Starts a process on this stage's journal. */
  begin(settings?: Partial<DeskSettings>, actionDeadlineMs?: number): Promise<DeskProcess>;
  end(): Promise<void>;
};

/** A real client and a real desk on a simulated Enterprise Manager whose minutes pass in a fraction of a second. */
export async function openStage(options: SimulatorOptions = {}): Promise<RetryStage> {
  const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 0, flavour: 'v12', speed: 400, ...options });
  await em.start(0);
  const dataDir = await mkdtemp(join(tmpdir(), 'retry-desk-stage-'));
  const processes: DeskProcess[] = [];
  return {
    em,
    dataDir,
    async begin(settings = {}, actionDeadlineMs = 5_000) {
      const begun = await beginProcess({ url: em.url, caPem: em.caPem, dataDir, settings, actionDeadlineMs });
      processes.push(begun);
      return begun;
    },
    async end() {
      em.faults.clear();
      for (const begun of processes.reverse()) await begun.end();
      await em.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

export type ProcessOptions = {
  url: string;
  caPem: string;
  dataDir: string;
  settings: Partial<DeskSettings>;
  actionDeadlineMs: number;
};

export async function beginProcess(options: ProcessOptions): Promise<DeskProcess> {
  const store = await openStore({ dataDir: options.dataDir });
  const client = createEnterpriseManager({
    url: options.url,
    username: 'TECH\\svc-retrydesk',
    password: 'svc-demo',
    tls: { kind: 'ca', pem: options.caPem },
    actionDeadlineMs: options.actionDeadlineMs,
  });
  const desk = createDesk({
    store,
    em: client,
    clock: { now: () => Date.now() },
    logger: { info() {}, warn() {}, error() {} },
    board: { job: () => undefined, observeRuns: () => undefined },
    settings: {
      retryPollMs: 50,
      verdictMs: 2_000,
      refusalProofMs: 300,
      retriesPerJobHour: 50,
      retriesPerPersonHour: 10_000,
      ...options.settings,
    },
  });
  await desk.start();
  let ended: Promise<void> | null = null;
  async function shutDown(): Promise<void> {
    await desk.stop();
    await client.close();
    await store.close();
  }
  return {
    desk,
    store,
    client,
    end() {
      ended ??= shutDown();
      return ended;
    },
  };
}
