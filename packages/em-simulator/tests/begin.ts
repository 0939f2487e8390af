import { afterEach } from 'vitest';
import { EnterpriseManagerSimulator, type SimulatorOptions } from '#index.ts';

const started: EnterpriseManagerSimulator[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((em) => em.stop()));
});

/** A clock that stands until a test moves it. */
export type HandClock = { at: number; now(): number };

export function handClock(): HandClock {
  return {
    at: Date.UTC(2026, 2, 11, 9),
    now() {
      return this.at;
    },
  };
}

/** A started simulator that is stopped after the test. */
export async function begin(options: SimulatorOptions = {}): Promise<EnterpriseManagerSimulator> {
  const em = new EnterpriseManagerSimulator(options);
  started.push(em);
  await em.start();
  return em;
}

/** The path that asks for the newest run of a job. */
export function runsOf(id: string): string {
  return `/api/query?type=BackupJobSession&format=Entities&filter=JobUid==urn:veeam:AgentBackupJob:${id.toUpperCase()}&sortDesc=CreationTime&pageSize=1`;
}
