/** `pnpm dev`: simulator, server and Vite, each starting again when its sources change. The page is at Vite's address. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';

const top = fileURLToPath(new URL('../../..', import.meta.url));
const em = new EnterpriseManagerSimulator({ jobs: 60, seed: 1, speed: 4 });
await em.start(0);

const dataDir = `${top}data/dev`;
mkdirSync(dataDir, { recursive: true });

const children: ChildProcess[] = [
  spawn(process.execPath, ['--watch', `${top}apps/bff/src/main.ts`], {
    stdio: 'inherit',
    env: {
      PATH: process.env.PATH,
      EM_URL: em.url,
      EM_USERNAME: 'TECH\\svc-retrydesk',
      EM_PASSWORD: 'svc-demo',
      EM_CA_FILE: em.caFile,
      PORT: '8080',
      PUBLIC_URL: 'http://localhost:5173',
      DATA_DIR: dataDir,
      POLL_SECONDS: '5',
      RETRY_POLL_SECONDS: '1',
    },
  }),
  spawn('pnpm', ['--filter', '@retry-desk/web', 'exec', 'vite', '--port', '5173', '--strictPort'], {
    cwd: top,
    stdio: 'inherit',
  }),
];

console.log('\n The page: http://localhost:5173   accounts: TECH\\anna anna-demo, TECH\\henry henry-demo\n');

async function end(): Promise<void> {
  for (const child of children) child.kill('SIGTERM');
  await em.stop();
  process.exit(0);
}
process.once('SIGINT', end);
process.once('SIGTERM', end);
