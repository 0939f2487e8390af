import { card, retry, row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

test('many retries go in parts, and what is known of each is shown as it comes', async ({ stage, signIn }) => {
  test.slow();
  const names = Array.from({ length: 25 }, (_, n) => `Branch ${String(n).padStart(2, '0')}`);
  for (const name of names) stage.em.world.addJob({ name, machines: ['fs'], last: 'failed', outcome: 'success' });
  const page = await signIn('anna');
  const parts: { ids: string[]; key: string | undefined }[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith('/api/agents/jobs?action=retry')) return;
    const { jobIds } = request.postDataJSON() as { jobIds: string[] }; // the contract's bulkRetryRequest
    parts.push({ ids: jobIds, key: request.headers()['idempotency-key'] });
  });
  await page.getByLabel('Filter by job, machine or reason').fill('Branch');
  await expect(page.getByRole('main')).toContainText('25 of');
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByRole('button', { name: 'Retry 25' }).click();
  const dialog = page.getByRole('dialog');
  const slow = stage.em.faults.add({
    method: 'POST',
    path: /action=retry/,
    times: 60,
    do: { kind: 'delay', ms: 400 },
  });
  await dialog.getByRole('button', { name: /^Retry/ }).click();
  await expect(dialog.getByRole('status')).toContainText('20 of 25 retries requested, 5 pending', {
    timeout: 60_000,
  });
  slow();
  await expect(dialog.getByRole('status')).toContainText('25 of 25 retries requested');
  await expect(dialog.getByRole('status')).toHaveText('25 of 25 retries requested: 25 backed up');
  expect(parts.map(({ ids }) => ids.length)).toEqual([20, 5]);
  expect(new Set(parts.map(({ key }) => key)).size).toBe(2);
  expect(stage.em.executions).toHaveLength(25);
});

test('a retry whose answer is lost is unknown, never a refusal, and resolved by its task', async ({
  stage,
  signIn,
}) => {
  test.slow();
  const job = stage.em.world.addJob({ name: 'Mail servers', machines: ['mx-1'], last: 'failed', outcome: 'success' });
  const page = await signIn('anna');
  await expect(row(page, job.name)).toBeVisible();

  stage.em.faults.add({ method: 'POST', path: /action=retry/, do: { kind: 'delay', ms: 20_000 } });
  await retry(page, job.name);
  await expect.poll(() => stage.em.executions.length).toBe(1);
  stage.signalDesk('SIGKILL');
  await expect(page.getByRole('log')).toContainText('Mail servers: not yet known whether it was sent');
  await expect(page.getByText('Not sent')).toHaveCount(0);

  await stage.startDesk();
  await expect(card(page, job.name)).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: job.name })).toHaveCount(0);
  await expect(page.getByText('Not sent')).toHaveCount(0);
  expect(stage.em.executions).toHaveLength(1);
});

test('an action whose answer was lost is called unknown, and is not sent again', async ({ stage, signIn }) => {
  test.slow();
  const page = await signIn('anna');
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.goto('/settings');
  await page.getByLabel('Name of the screen').fill('Office');
  stage.signalDesk('SIGKILL');
  await page.getByRole('button', { name: 'Create wall link' }).click();
  await expect(page.getByText('It is not known whether this was done.')).toBeVisible();
  await expect(page.getByText('The wall link was not created.')).toHaveCount(0);
  await page.getByRole('button', { name: 'anna · operator' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(
    page.getByRole('alert').filter({ hasText: 'It is not known whether this was done.' }).last(),
  ).toBeVisible();
  expect(sent).toEqual(['POST /api/wall-links', 'DELETE /api/session']);
  await stage.startDesk();
});
