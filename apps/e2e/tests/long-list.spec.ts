import { readFile } from 'node:fs/promises';
import { row } from '../src/board-page.ts';
import { signInByCall } from '../src/desk-client.ts';
import { expect, test } from '../src/test.ts';

const jobs = Array.from({ length: 300 }, (_, number) => `Long list ${String(number + 1).padStart(3, '0')}`);

test.use({
  stageOptions: {
    simulator: { jobs: 0 },
    environment: { RETRIES_PER_PERSON_HOUR: '500' },
    prepare(em) {
      for (const name of jobs)
        em.world.addJob({ name, machines: [`${name} host`], last: 'failed', reason: 'Disk full' });
      const reason = 'Failed to perform managed backup\nThere is not enough space on [/var/lib/veeam/backup/a.vbk]';
      const machines = Array.from({ length: 24 }, (_, number) => `fleet-${number}`);
      em.world.addJob({ name: 'Long list fleet', machines, last: 'failed', streak: 4, reason });
    },
  },
});

test('a long list is drawn where one looks, by the wheel and by the keyboard, with reasons open as well; to retry all of it takes its number', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.goto('/?sort=job');
  await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toHaveAttribute('aria-rowcount', '302');
  await expect(row(page, 'Long list 001')).toBeInViewport();
  await expect(row(page, 'Long list 300')).toHaveCount(0);

  await page.mouse.move(400, 600);
  await page.mouse.wheel(0, 100_000);
  await expect(row(page, 'Long list 300')).toBeInViewport();
  await expect(row(page, 'Long list 001')).toHaveCount(0);
  await page.mouse.wheel(0, -100_000);
  await expect(row(page, 'Long list 001')).toBeInViewport();

  for (const _ of jobs.slice(0, 40)) await page.keyboard.press('j');
  await expect(row(page, 'Long list 040')).toBeInViewport();
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Long list 040', expanded: true })).toBeInViewport();
  await expect(row(page, 'Long list 041')).toBeVisible();

  // So many at once are not retried by a slip of the hand.
  await page.locator('#select-all').check();
  await page.getByRole('button', { name: 'Retry 301…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry 301 jobs' });
  const press = dialog.getByRole('button', { name: 'Retry 301 jobs' });
  const number = dialog.getByLabel('Type 301 to confirm');
  for (const typed of ['', '300']) {
    await number.fill(typed);
    await expect(press).toBeDisabled();
    await expect(press).toHaveAccessibleDescription('Type 301 first.');
  }
  await number.fill(' 301 ');
  await expect(press).toBeEnabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();

  // 199 are retried by the press alone, 200 are not.
  await page.getByLabel('Filter by job, machine or reason').fill('host');
  await row(page, 'Long list 001').getByRole('checkbox').check();
  await page.mouse.move(400, 600);
  // Row by row, as only those in sight are drawn.
  const toRow = (name: string) =>
    expect(async () => {
      await page.mouse.wheel(0, 400);
      await expect(row(page, name).getByRole('checkbox')).toBeInViewport({ timeout: 500 });
    }).toPass();
  await toRow('Long list 199');
  await row(page, 'Long list 199')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await page.getByRole('button', { name: 'Retry 199…' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Retry 199 jobs' })).toBeEnabled();
  await expect(page.getByLabel(/^Type/)).toHaveCount(0);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await toRow('Long list 200');
  await row(page, 'Long list 200').getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Retry 200…' }).click();
  await expect(page.getByLabel('Type 200 to confirm')).toBeVisible();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Retry 200 jobs' })).toBeDisabled();
});

test('the most urgent job stands first, is shown with its cause, and is copied, printed and saved whole', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await expect(page.getByRole('rowheader').first()).toContainText('Long list fleet');
  const fleet = row(page, 'Long list fleet');
  await expect(fleet).toContainText('There is not enough space on …');
  await fleet.getByRole('button', { name: 'Copy Long list fleet' }).click();
  await expect(fleet.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(
    /^Long list fleet: Failed, .+ CET\nCause: There is .+\nfleet-\d+, .+: Failed to perform managed backup\n/,
  );
  expect(copied).toMatch(/\/jobs\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: 'all reasons', exact: true }).click();
  await expect(page.getByText('[/var/lib/veeam/backup/a.vbk]')).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'Disk full' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'all reasons', exact: true }).click();
  await expect(page.getByRole('definition')).toHaveCount(0);

  await page.keyboard.press('Control+f');
  await page.keyboard.type('fleet enough');
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^attention-jobs-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await file.path(), 'utf16le')).split('\r\n');
  expect([lines.length, lines[0]?.slice(0, 10), lines[1]?.slice(0, 15)]).toEqual([
    3,
    '\ufeffjob\tstate',
    'Long list fleet',
  ]);
  await page.getByRole('button', { name: 'Clear filters' }).first().click();

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Jobs that need attention: all 301 that match, of 301 jobs')).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveCount(301);
  await expect(page.getByRole('button', { name: /^Retry/ })).toHaveCount(0);
  await page.emulateMedia({ media: null });
  await expect(page.getByText('Jobs that need attention: all 301')).toHaveCount(0);
});

test('paper notes that tasks and audit have more lines than it', async ({ stage, signIn }) => {
  const anna = await signInByCall(stage.url, 'anna');
  const jobIds = jobs.slice(0, 101).map((name) => stage.em.world.job(name).id);
  await anna.call('POST', '/api/agents/jobs?action=retry', { jobIds, note: 'Disk made larger' });
  const page = await signIn('anna');
  for (const [path, shown] of [
    ['/tasks', 50],
    ['/audit', 100],
  ] as const) {
    await page.goto(path);
    const part = page.getByText(`The newest ${shown}: older entries are not printed.`);
    await expect(page.getByRole('link', { name: 'Older' })).toBeVisible();
    await expect(part).toBeHidden();
    await page.emulateMedia({ media: 'print' });
    await expect(part).toBeVisible();
    await expect(page.getByRole('link', { name: 'Older' })).toBeHidden();
    await page.emulateMedia({ media: null });
    await page.getByRole('link', { name: 'Older' }).click();
    await expect(page.getByText(/entries: newer (and older )?entries are not printed\./)).toBeHidden();
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText(/entries: newer (and older )?entries are not printed\./)).toBeVisible();
    await page.emulateMedia({ media: null });
  }
});
