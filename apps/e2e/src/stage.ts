import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { type Person, TestProvider } from '@retry-desk/test-provider';
import { type DeskProcess, freePort, startDesk } from './desk-process.ts';

export type StageOptions = {
  simulator?: ConstructorParameters<typeof EnterpriseManagerSimulator>[0];
  /** Prepares the simulated world before the server first reads it; later jobs are noticed within a minute. */
  prepare?: (em: EnterpriseManagerSimulator) => void;
  /** People of an organisation's own sign-in, which the server then offers; their groups are `operators` and `viewers`. */
  people?: Record<string, Person>;
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
  /** Where the server keeps its data. */
  dataDir: string;
  /** The organisation's own sign-in; null where there is none. */
  provider: TestProvider | null;
  /** The output of the running server. */
  output: () => string;
  /** Sends the server process a signal it goes on after. */
  signalDesk: (signal: NodeJS.Signals) => void;
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
  const provider = options.people ? new TestProvider(url, options.people) : null;
  await provider?.start();
  const environment = {
    EM_URL: em.url,
    EM_USERNAME: 'TECH\\svc-retrydesk',
    EM_PASSWORD: 'svc-demo',
    EM_CA_FILE: em.caFile,
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    ...(provider ? offering(provider) : {}),
    ...options.environment,
  };
  let desk: DeskProcess;
  let printed = '';
  try {
    desk = await startDesk(url, environment);
  } catch (error) {
    await em.stop();
    await provider?.stop();
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
  return {
    url,
    em,
    dataDir,
    provider,
    output: () => printed + desk.output(),
    signalDesk: (signal) => desk.process.kill(signal),
    stopDesk: () => desk.stop(),
    startDesk: async () => {
      printed += desk.output();
      desk = await startDesk(url, environment);
    },
    stop: async () => {
      await desk.stop();
      await em.stop();
      await provider?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The variables that make a server offer this sign-in. */
function offering({ issuer, clientId, clientSecret }: TestProvider): Record<string, string> {
  return {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_SCOPE: 'openid profile email groups',
    OIDC_OPERATOR_GROUPS: 'operators',
    OIDC_VIEWER_GROUPS: 'viewers',
    OIDC_NAME: 'Example Org',
  };
}
