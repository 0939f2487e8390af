import { card, retry, row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

test.use({
  stageOptions: {
    simulator: { jobs: 24, seed: 1, speed: 20 },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', RETRIES_PER_PERSON_HOUR: '5' },
  },
});

test('the dialog promises what the limits allow, names all that was chosen, and follows each retry to its end', async ({
  stage,
  signIn,
}) => {
  const names = Array.from({ length: 7 }, (_, n) => `Branch ${n}`);
  const jobs = names.map((name) =>
    stage.em.world.addJob({ name, machines: ['fs'], last: 'failed', outcome: 'refuse-result' }),
  );
  const page = await signIn('anna');
  for (const name of names) await row(page, name).getByRole('checkbox').check();
  const gone = jobs[0]?.id ?? '';
  stage.em.world.startRun(gone);
  stage.em.world.finishRun(gone, 'success');
  await page.getByRole('button', { name: 'Retry 7' }).click();
  const dialog = page.getByRole('dialog');
  await expect(page.getByRole('dialog', { name: 'Retry 5 jobs' })).toBeVisible();
  await expect(dialog).toContainText('1 job beyond the hourly limit');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Branch 0' })).toContainText('left the list');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Branch 6' })).toContainText('5 retries an hour');

  await dialog.getByRole('button', { name: 'Retry 5 jobs' }).click();
  await expect(dialog.getByRole('status')).toHaveText('5 of 5 retries requested: 0 backed up · 5 refused');
  await expect(page.locator('[role=log] p')).toHaveText(['5 of 5 retries requested', '5 retries ended']);
  for (const name of names.slice(1, 6))
    await expect(dialog.getByRole('listitem').filter({ hasText: name })).toContainText(
      'Refused · by Enterprise Manager',
    );
  for (const name of ['Branch 0', 'Branch 6'])
    await expect(dialog.getByRole('listitem').filter({ hasText: name })).toBeVisible();

  await expect(dialog.getByRole('button', { name: 'Retry 1 job beyond the limit' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await dialog.getByLabel('Reason for exceeding the limit').fill('the whole site was down');
  await dialog.getByRole('button', { name: 'Retry 1 job beyond the limit' }).click();
  await expect(dialog.getByRole('status')).toHaveText('6 of 6 retries requested: 0 backed up · 6 refused');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(card(page, 'Branch 6')).toContainText('the whole site was down');

  const batch = page.getByRole('article', { name: '5 requested · 0 backed up · 5 refused' });
  await expect(batch.getByRole('link', { name: /^Branch [1-5]$/ })).toHaveCount(3);
  await batch.getByRole('button', { name: 'Show all 5' }).click();
  await expect(page.getByRole('article')).toHaveCount(7);
  await expect(row(page, 'Branch 3')).toContainText(/refused \d\d:\d\d/);
  await page.getByLabel('Retried:').selectOption('today');
  await expect(page.getByRole('table').getByRole('link', { name: /Branch/ })).toHaveCount(6);
  await page.getByLabel('Retried:').selectOption('not yet today');
  await expect(page.getByRole('table').getByRole('link', { name: /Branch/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  for (const name of ['Branch 1', 'Branch 2']) await retry(page, name);
  const notSent = page.getByRole('article', { name: '2 not sent' });
  await expect(notSent).toContainText('The hourly retry limit has been reached.');
  await notSent.getByRole('button', { name: 'Dismiss all' }).click();
  await expect(notSent).toHaveCount(0);
  await page.getByRole('link', { name: 'Details: Branch 3' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Refused' })).toBeVisible();
});
