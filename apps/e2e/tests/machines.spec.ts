import { readFile } from 'node:fs/promises';
import type { StageOptions } from '../src/stage.ts';
import { expect, test } from '../src/test.ts';

const reason = 'Logon failure. Account: [TECH\\svc-backup].';
const stageOptions: StageOptions = {
  simulator: { jobs: 0 },
  prepare({ world }) {
    world.addJob({ name: 'Payroll', machines: ['pay-01'], last: 'failed', streak: 9, reason });
    world.addJob({ name: 'Archive', machines: ['arc-01'], last: 'failed', streak: 31 });
    world.addJob({ name: 'Files', machines: ['fs-01', 'fs-02'], last: 'success' });
    world.discoverComputer('new-01.tech.local');
  },
  environment: { POLL_SECONDS: '1' },
};

test.use({ stageOptions });

/** Long enough for a few polls on a busy machine. */
const patient = { timeout: 60_000 };

test('an auditor gets the machines without a good backup for a week, as a file', async ({ signIn }) => {
  const page = await signIn('henry');
  await page.goto('/machines');
  await page.getByRole('button', { name: 'By last good backup' }).click();
  await expect(page).toHaveURL('/machines?view=age');
  const week = page.getByRole('button', { name: 'Older than 7 days' });
  // The last runs of Archive are read with the first polls, and the name of the new computer is looked up after that.
  await expect(week).toHaveText('Older than 7 days 3', patient);
  await week.click();
  await expect(page).toHaveURL('/machines?view=age&older=7');
  const table = page.getByRole('table', { name: 'Machines by the age of their last good backup' });
  await expect(table.getByRole('rowheader')).toContainText(['arc-01', 'new-01.tech.local', 'pay-01']);
  const row = (name: string) => table.getByRole('row').filter({ hasText: name });
  await expect(row('arc-01')).toContainText('none in 30 days');
  await expect(row('new-01')).toContainText(/Protection group .*never backed up.*in no run of 30 days/);
  await expect(row('pay-01')).toContainText(/(?:8|9|10|11|12|13) d ago/);
  await expect(row('pay-01').getByRole('img')).toHaveAccessibleName(/failed/);
  await expect(page.getByText('not read yet')).toHaveCount(0);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const bytes = await readFile(await download.path());
  const text = bytes.toString('utf16le');
  expect(text).toContain('arc-01\tnone');
  expect(text).toContain('new-01.tech.local\tnever');
  expect(text).toMatch(/pay-01\tgood\t/);
  expect(text).not.toContain('fs-01');
  expect(text).not.toContain('svc-backup');
  await row('pay-01').getByRole('link', { name: 'Payroll' }).click();
  await expect(page.getByRole('heading', { name: 'Payroll' })).toBeVisible();
  await page.goBack();
  await expect(week).toHaveAttribute('aria-pressed', 'true');
});

test('a machine that is younger than asked for is not listed, and none at all is not taken for unknown', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.goto('/machines?view=age&older=none');
  const rows = page.getByRole('table').getByRole('rowheader');
  await expect(rows).toHaveText([/^arc-01/, /^new-01/], patient);
  await page.getByRole('button', { name: /^Not known/ }).click();
  await expect(page.getByText('The last good backup of every machine is known')).toBeVisible();
  await page.getByRole('button', { name: /^All/ }).click();
  await expect(rows).toHaveCount(5);
  await page.getByRole('button', { name: 'Failed now' }).click();
  await expect(page).toHaveURL('/machines');
  await expect(page.getByRole('heading', { name: /Failed in the newest run of their job/ })).toBeVisible();
});

test('a computer that cannot be looked up is not called never backed up, and is counted', async ({ signIn, stage }) => {
  stage.em.faults.add({ path: /VmDisplayName/, times: Number.POSITIVE_INFINITY, do: { kind: 'hang' } });
  const page = await signIn('anna');
  await page.goto('/machines?view=age&older=unknown');
  await expect(page.getByRole('table').getByRole('rowheader')).toHaveText([/^new-01/], patient);
  await expect(page.getByRole('status').filter({ hasText: '1 machine not read yet' })).toBeVisible();
  await expect(page.getByRole('table')).toContainText('not read yet');
  stage.em.faults.clear();
});
