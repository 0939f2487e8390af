import type { Page } from '@playwright/test';
import { signInByCall } from '../src/desk-client.ts';
import { type Inbox, openInbox } from '../src/inbox.ts';
import { backdateFailing } from '../src/store-clock.ts';
import { expect, test as staged } from '../src/test.ts';

/** A stage whose notices arrive in an inbox. */
const test = staged.extend<{ inbox: Inbox; quiet: string }>({
  quiet: ['', { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  inbox: async ({}, use) => {
    const inbox = await openInbox();
    await use(inbox);
    await inbox.stop();
  },
  stageOptions: async ({ inbox, quiet }, use) => {
    await use({
      simulator: { jobs: 6, seed: 1, speed: 20 },
      environment: {
        ...{ POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '8' },
        ...{ NOTIFY_WEBHOOK_URL: inbox.webhookUrl, NOTIFY_SMTP_URL: inbox.smtpUrl },
        ...{ NOTIFY_EMAIL_FROM: 'desk@example.local', NOTIFY_EMAIL_TO: 'ops@example.local' },
        ...(quiet === '' ? {} : { NOTIFY_QUIET: quiet }),
      },
      prepare: ({ world }) => {
        world.addJob({
          name: 'Mail',
          machines: ['mail-1'],
          last: 'failed',
          reason: 'Disk is full',
          outcome: 'success',
        });
      },
    });
  },
});

const settings = (page: Page) => page.getByRole('region', { name: 'Notices' });
const channel = (page: Page, name: string) =>
  settings(page).getByRole('list', { name: 'Channels' }).getByRole('listitem').filter({ hasText: name });
const sendTest = (page: Page, name: string) =>
  settings(page)
    .getByRole('button', { name: `Send test by ${name}` })
    .click();

test('a test is followed to its outcome: delivered, or not delivered and tried again until the receiver is back', async ({
  stage,
  signIn,
  inbox,
}) => {
  const page = await signIn('anna');
  await page.goto('/settings#notices');
  await expect(settings(page).getByRole('heading', { name: 'Notices' })).toBeInViewport();
  await expect(channel(page, 'Webhook')).toContainText('Not used yet');
  await expect(channel(page, 'Webhook')).toContainText('nothing delivered yet · nothing waits');
  await sendTest(page, 'E-mail');
  await expect(channel(page, 'E-mail').getByRole('status')).toContainText('Test delivered as <');
  await expect(channel(page, 'E-mail')).toContainText('Working');
  expect(inbox.arrived.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['mail', 'Test of Retry Desk: this channel works'],
  ]);

  inbox.answerWith(503);
  await sendTest(page, 'Webhook');
  await expect(channel(page, 'Webhook').getByRole('status')).toHaveText(
    'Not delivered: answered 503. It is tried again.',
  );
  await expect(channel(page, 'Webhook')).toContainText(/Failing since \d\d:\d\d/);
  await expect(channel(page, 'Webhook')).toContainText('1 notice waits');
  const deliveries = settings(page).getByRole('table', { name: 'Last deliveries' });
  const line = deliveries.getByRole('row').filter({ hasText: 'Webhook' });
  await expect(line).toContainText('Not delivered yet');
  await expect(line).toContainText('answered 503');

  await test.step('and a list that cannot be loaded leaves no channel green', async () => {
    await stage.stopDesk();
    await expect(settings(page).getByText('The newest data could not be loaded.')).toBeVisible();
    await expect(channel(page, 'E-mail')).toContainText('State unknown');
    await expect(channel(page, 'Webhook').getByRole('status')).toContainText('The outcome of the test is unknown');
    await expect(settings(page).getByText('Working')).toHaveCount(0);
    await stage.startDesk();
  });
  inbox.answerWith(204);
  await expect(channel(page, 'Webhook').getByRole('status')).toContainText('Test delivered');
  await expect(channel(page, 'Webhook')).toContainText('Working');
  await expect(line).toContainText(/Delivered.*\d attempts/);
});

test('a channel that has failed for a quarter of an hour is shown on board and wall until it delivers again', async ({
  stage,
  signIn,
  inbox,
}) => {
  const page = await signIn('anna');
  inbox.answerWith(500);
  await (await signInByCall(stage.url, 'anna')).call('POST', '/api/notices/test', { channel: 'webhook' });
  await page.goto('/settings');
  await expect(channel(page, 'Webhook')).toContainText('Failing');
  await page.goto('/');
  const banner = page.getByText(/^Webhook notices have not been delivered since/);
  await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toBeVisible();
  await expect(banner).toHaveCount(0);
  await stage.stopDesk();
  backdateFailing(stage, 16);
  await stage.startDesk();
  await expect(banner).toHaveText(/^Webhook notices have not been delivered since (\d+ \w+ )?\d\d:\d\d\.$/);
  const henry = await signIn('henry');
  await expect(henry.getByText(/^Webhook notices have not been delivered/)).toBeVisible();
  await expect(henry.getByRole('main').getByRole('link', { name: 'Settings' })).toHaveCount(0);
  await henry.goto('/wall');
  await expect(henry.getByText(/Webhook notices have not been delivered since (\d+ \w+ )?\d\d:\d\d/)).toBeVisible();

  await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
  await expect(channel(page, 'Webhook')).toContainText('Failing');
  inbox.answerWith(204);
  await expect(channel(page, 'Webhook')).toContainText('Working');
  await page.goBack();
  await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toBeVisible();
  await expect(banner).toHaveCount(0);
  await expect(henry.getByText(/notices have not been delivered/)).toHaveCount(0);
});

test.describe('in quiet hours', () => {
  test.use({ quiet: '00:00-23:59 Etc/UTC' });
  test('that notices wait now is shown, with events and heartbeat', async ({ signIn }) => {
    const page = await signIn('anna');
    await page.goto('/settings');
    const facts = settings(page).getByRole('definition');
    await expect(facts.nth(0)).toHaveText('all events');
    await expect(facts.nth(1)).toContainText('00:00-23:59 Etc/UTC');
    await expect(facts.nth(1)).toContainText('Now: notices wait');
    await expect(facts.nth(2)).toContainText('NOTIFY_HEARTBEAT_URL');
  });
});

test('a viewer sees no notices in Settings', async ({ signIn }) => {
  const page = await signIn('henry');
  await page.goto('/settings');
  await expect(page.getByRole('heading', { name: 'Wall links' })).toBeVisible();
  await expect(settings(page)).toHaveCount(0);
});

staged('where no channel is configured Settings leads to the documentation', async ({ signIn }) => {
  const page = await signIn('anna');
  await page.goto('/settings');
  await expect(settings(page)).toContainText('No channel is configured: this server sends no notice to anybody.');
  await expect(settings(page)).toContainText('docs/notices.md');
});
