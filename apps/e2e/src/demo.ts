/** `pnpm demo`: the built product before a simulated Enterprise Manager, until Ctrl-C. */
import { freePort } from './desk-process.ts';
import { openStage, type Stage } from './stage.ts';

async function begin(): Promise<Stage> {
  return await openStage({
    simulator: { jobs: 60, seed: 1, speed: 4, scenario: 'monday-morning' },
    environment: { POLL_SECONDS: '5', RETRY_POLL_SECONDS: '1' },
    deskPort: await freePort(8080),
    emPort: await freePort(9398),
  });
}

const stage = await begin().catch((error: unknown) => {
  // People who want to see the product read the obstacle, not a stack.
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});

const accounts = stage.em.accounts
  .filter(({ username }) => !username.includes('svc-'))
  .map(({ username, password, role }) => `   ${username.padEnd(14)} ${password.padEnd(12)} ${role}`)
  .join('\n');

console.log(`
 Retry Desk is at   ${stage.url}
 in front of a simulated Enterprise Manager at ${stage.em.url}
 (play scenes and faults there: ${stage.em.url}/__simulator/)

 Sign in with (these accounts exist in the simulator only)
${accounts}

 Try
   · retry a failed job and watch its card: requested, accepted, triggered, running, and what the backup came to
   · select several jobs and retry them together; some fail again, some are refused
   · sign in as henry in a second browser: he sees everything and can change nothing
   · Settings: create a wall link and open it on a big screen

 Ctrl-C ends all of it.
`);

async function end(): Promise<void> {
  await stage.stop();
  process.exit(0);
}
process.once('SIGINT', end);
process.once('SIGTERM', end);
