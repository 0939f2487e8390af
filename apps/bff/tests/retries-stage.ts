import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import type { DeskSettings } from '#retries/desk-context.ts';
import { beginProcess, type DeskProcess } from './retries-process.ts';

type SimulatorOptions = NonNullable<ConstructorParameters<typeof EnterpriseManagerSimulator>[0]>;

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
