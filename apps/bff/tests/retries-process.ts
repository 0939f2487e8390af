import { createEnterpriseManager, type EnterpriseManager } from '@retry-desk/em-client';
import { createDesk, type Desk } from '#retries/desk.ts';
import type { DeskSettings } from '#retries/desk-context.ts';
import { openStore, type Store } from '#store/open-store.ts';

/** A desk, its journal and its connection: one process of Retry Desk. */
export type DeskProcess = { desk: Desk; store: Store; client: EnterpriseManager; end(): Promise<void> };

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
    mirror: { job: () => undefined, observeRuns: () => undefined, veeamRetriesAt: () => null },
    roleNow: async () => 'operator',
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
