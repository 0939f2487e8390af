/** `pnpm demo`: the built product before a simulated Enterprise Manager, until Ctrl-C. */
import { SCENARIO_NAMES } from '@retry-desk/em-simulator';
import { freePort } from './desk-process.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { openStage, type Stage } from './stage.ts';

async function begin(inbox: Inbox): Promise<Stage> {
  return await openStage({
    simulator: {
      jobs: 60,
      seed: 1,
      speed: 4,
      scenario: 'monday-morning',
      schedules: 'mixed',
      // A demo that is left open for days has runs of its own.
      runsSchedules: true,
      timeZones: ['Europe/Vienna', 'Europe/Vienna', 'Europe/Berlin'],
    },
    environment: {
      ...{ POLL_SECONDS: '5', RETRY_POLL_SECONDS: '1' },
      ...{ NOTIFY_WEBHOOK_URL: inbox.webhookUrl, NOTIFY_SMTP_URL: inbox.smtpUrl },
      ...{ NOTIFY_EMAIL_FROM: 'Retry Desk <desk@example.local>', NOTIFY_EMAIL_TO: 'backup-team@example.local' },
    },
    deskPort: await freePort(8080),
    emPort: await freePort(9398),
  });
}

/** Scenes that can be played by hand, as many to a line as fit. */
const SCENES = SCENARIO_NAMES.filter((name) => !['healthy', 'giant'].includes(name));

function inLines(words: readonly string[], width: number): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= width) lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `   ${line}`).join('\n');
}

/** People who want to see the product read the obstacle, not a stack. */
function giveUp(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

const inbox = await openInbox(await freePort(8025)).catch(giveUp);
const stage = await begin(inbox).catch(giveUp);

// On Monday morning sixty more jobs have failed for four reasons.
stage.em.setScenario('one-cause');

const accounts = stage.em.accounts
  .filter(({ username }) => !username.includes('svc-'))
  .map(({ username, password, role }) => `   ${username.padEnd(14)} ${password.padEnd(12)} ${role}`)
  .join('\n');

console.log(`
 Retry Desk is at   ${stage.url}
 in front of a simulated Enterprise Manager at ${stage.em.url}
 that plays monday-morning and one-cause; more scenes and faults: ${stage.em.url}/__simulator/
${inLines(SCENES, 76)}
 Notices arrive at  ${inbox.url}
 by e-mail and webhook, the first ones in about two minutes

 Sign in with (these accounts exist in the simulator only)
${accounts}

 Try
   · retry a failed job and watch its card: requested, accepted, triggered, running, and what the backup came to
   · select several jobs and retry them together; some fail again, some are refused
   · sign in as henry in a second browser: he sees everything and can change nothing
   · Settings: create a wall link and open it on a big screen; send a test by each channel of notices

 Ctrl-C ends all of it.
`);

async function end(): Promise<void> {
  await stage.stop();
  await inbox.stop();
  process.exit(0);
}
process.once('SIGINT', end);
process.once('SIGTERM', end);
