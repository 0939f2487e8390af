import type { Page } from '@playwright/test';
import { openInbox } from './inbox.ts';
import type { Arrived } from './inbox-page.ts';
import { openStage, type Stage } from './stage.ts';

type Mail = Extract<Arrived, { kind: 'mail' }>;
type Shots = {
  open: (stage: Stage, size: { width: number; height: number }) => Promise<Page>;
  shoot: (page: Page, name: string) => Promise<void>;
};

/** The inbox of the demo once the first notices have arrived, and the largest mail as HTML and as plain text. */
export async function shootNotices({ open, shoot }: Shots): Promise<void> {
  const inbox = await openInbox();
  const stage = await openStage({
    simulator: { jobs: 12, seed: 1, scenario: 'one-cause' },
    environment: {
      ...{ POLL_SECONDS: '1', NOTIFY_WEBHOOK_URL: inbox.webhookUrl, NOTIFY_SMTP_URL: inbox.smtpUrl },
      ...{ NOTIFY_EMAIL_FROM: 'desk@example.local', NOTIFY_EMAIL_TO: 'backup-team@example.local' },
    },
  });
  try {
    const page = await open(stage, { width: 960, height: 860 });
    await page.goto(inbox.url);
    // A notice is sent once its cause has had no new job for a minute; the page reloads by itself.
    await page.getByRole('article').nth(1).waitFor({ timeout: 300_000 });
    await page.emulateMedia({ colorScheme: 'light' });
    await shoot(page, 'inbox');
    const mails = inbox.arrived.filter((each): each is Mail => each.kind === 'mail');
    const [largest] = mails.sort((a, b) => b.text.length - a.text.length);
    if (!largest) return;
    await page.goto('about:blank');
    await page.setContent(largest.html);
    await shoot(page, 'mail-html');
    await page.setContent('<pre style="font: 14px/1.5 monospace; white-space: pre-wrap"></pre>');
    await page.locator('pre').evaluate((pre, text) => pre.append(text), largest.text);
    await shoot(page, 'mail-text');
  } finally {
    await stage.stop();
    await inbox.stop();
  }
}
