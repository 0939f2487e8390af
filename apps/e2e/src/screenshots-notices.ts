import type { Page } from '@playwright/test';
import { openInbox } from './inbox.ts';
import type { Arrived } from './inbox-page.ts';
import { openStage, type Stage } from './stage.ts';

type Mail = Extract<Arrived, { kind: 'mail' }>;
type Shots = {
  open: (stage: Stage, size: { width: number; height: number }) => Promise<Page>;
  signIn: (page: Page, person: string) => Promise<void>;
  shoot: (page: Page, name: string) => Promise<void>;
};

/** The channels of Settings with what has left by them: a mail server that takes all, and a chat that is gone. */
async function shootChannels(stage: Stage, { open, signIn, shoot }: Shots): Promise<void> {
  const page = await open(stage, { width: 1440, height: 1000 });
  await signIn(page, 'anna');
  await page.goto('/settings#notices');
  await page.getByRole('button', { name: 'Send test by Slack' }).click();
  await page.getByText(/^Not delivered: connection refused/).waitFor();
  await page.getByRole('heading', { name: 'Notices' }).evaluate((heading) => heading.scrollIntoView());
  await page.mouse.move(0, 0);
  await shoot(page, 'settings-notices');
}

/** The inbox of the demo once the first notices have arrived, the largest mail as HTML and as plain text, and the channels. */
export async function shootNotices(shots: Shots): Promise<void> {
  const { open, shoot } = shots;
  const inbox = await openInbox();
  const stage = await openStage({
    simulator: { jobs: 12, seed: 1, scenario: 'one-cause' },
    environment: {
      ...{ POLL_SECONDS: '1', NOTIFY_WEBHOOK_URL: inbox.webhookUrl, NOTIFY_SMTP_URL: inbox.smtpUrl },
      ...{ NOTIFY_EMAIL_FROM: 'desk@example.local', NOTIFY_EMAIL_TO: 'backup-team@example.local' },
      NOTIFY_SLACK_URL: 'https://localhost:9/hook',
    },
  });
  try {
    const page = await open(stage, { width: 960, height: 860 });
    await page.goto(inbox.url);
    // A notice is sent once its cause has had no new job for a minute; the page reloads by itself.
    await page.getByRole('article').nth(1).waitFor({ timeout: 300_000 });
    await page.emulateMedia({ colorScheme: 'light' });
    await shoot(page, 'inbox');
    await shootChannels(stage, shots);
    const mails = inbox.arrived.filter((each): each is Mail => each.kind === 'mail');
    const [largest] = mails.sort((a, b) => b.text.length - a.text.length);
    if (!largest) return;
    // The inbox reloads by itself, and would come in between.
    const paper = await open(stage, { width: 960, height: 860 });
    await paper.emulateMedia({ colorScheme: 'light' });
    await paper.setContent(largest.html);
    await shoot(paper, 'mail-html');
    await paper.setContent('<pre style="font: 14px/1.5 monospace; white-space: pre-wrap"></pre>');
    await paper.locator('pre').evaluate((pre, text) => pre.append(text), largest.text);
    await shoot(paper, 'mail-text');
  } finally {
    await stage.stop();
    await inbox.stop();
  }
}
