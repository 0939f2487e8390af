import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { type DeskProcess, freePort, startDesk } from './desk-process.ts';

export type StageOptions = {
  simulator?: ConstructorParameters<typeof EnterpriseManagerSimulator>[0];
  /** What there is in the simulated world before the server first reads it; later jobs are noticed within a minute. */
  prepare?: (em: EnterpriseManagerSimulator) => void;
  /** Further variables of the server, e.g. POLL_SECONDS. */
  environment?: Record<string, string>;
  /** Ports; free ones where absent. */
  deskPort?: number;
  emPort?: number;
};

/** The whole product on one machine: a simulated Enterprise Manager over HTTPS and the built server in front of it. */
export type Stage = {
  url: string;
  em: EnterpriseManagerSimulator;
  /** What the running server has printed. */
  output: () => string;
  /** Ends the server process (SIGTERM). */
  stopDesk: () => Promise<void>;
  /** Starts it again on the same data and address. */
  startDesk: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Builds a stage. The server's data lives in a fresh folder that `stop` removes. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const em = new EnterpriseManagerSimulator({ seed: 1, jobs: 24, ...options.simulator });
  await em.start(options.emPort ?? 0);
  options.prepare?.(em);
  const dataDir = mkdtempSync(join(tmpdir(), 'retry-desk-'));
  const port = options.deskPort ?? (await freePort());
  const url = `http://localhost:${port}`;
  const environment = {
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: em.caFile,
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    ...options.environment,
  };
  let desk: DeskProcess;
  try {
    desk = await startDesk(url, environment);
  } catch (error) {
    await em.stop();
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
  return {
    url,
    em,
    output: () => desk.output(),
    stopDesk: () => desk.stop(),
    startDesk: async () => {
      desk = await startDesk(url, environment);
    },
    stop: async () => {
      await desk.stop();
      await em.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
