import { card, retry, row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

test('an operator retries a job and watches its card until the machines are backed up', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({
    name: 'Payroll servers',
    machines: ['pay-01', 'pay-02'],
    last: 'failed',
    outcome: 'success',
  });
  const page = await signIn('anna');

  await expect(row(page, job.name)).toContainText(/pay-0[12]/);
  await retry(page, job.name);
  await expect.poll(() => stage.em.executions.length).toBe(1);
  stage.em.world.holdRun(job);
  await expect(card(page, job.name)).toContainText('Backing up');
  stage.em.world.finishRun(job, 'success');
  await expect(card(page, job.name)).toContainText('Backed up');
  await expect(card(page, job.name)).toContainText('by TECH\\anna');
  await expect(row(page, job.name)).toHaveCount(0);
  expect(stage.em.executions.map((execution) => execution.jobName)).toEqual([job.name]);
});

test('a job that fails again shows that with the reason and can be retried again', async ({ stage, signIn }) => {
  const reason = 'Computer was not online in the backup window';
  const job = stage.em.world.addJob({
    name: 'Kiosk PCs',
    machines: ['kiosk-03'],
    last: 'failed',
    outcome: 'failed',
    reason,
  });
  const page = await signIn('anna');

  await retry(page, job.name);
  await expect(card(page, job.name)).toContainText('Failed again');
  await expect(card(page, job.name)).toContainText('kiosk-03');
  await expect(row(page, job.name).getByRole('button', { name: 'Retry' })).toBeEnabled();
});

test('a retry with a warning ends as a warning', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({ name: 'Lab Windows', machines: ['lab-1'], last: 'failed', outcome: 'warning' });
  const page = await signIn('anna');

  await retry(page, job.name);
  await expect(card(page, job.name)).toContainText('warning');
});

for (const outcome of ['refuse-error', 'refuse-result'] as const) {
  test(`a refusal of Enterprise Manager (${outcome}) is shown in its own words`, async ({ stage, signIn }) => {
    const job = stage.em.world.addJob({ name: 'Lab Linux', machines: ['lab-9'], last: 'failed', outcome });
    const page = await signIn('anna');

    await retry(page, job.name);
    await expect(card(page, job.name)).toContainText('Refused');
    await expect(card(page, job.name)).toContainText('by Enterprise Manager');
    await expect(row(page, job.name).getByRole('button', { name: 'Retry' })).toBeEnabled();
  });
}

test('two browsers click the same job: it runs once, and both see whose retry it is', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({
    name: 'Exchange DAG',
    machines: ['ex-1', 'ex-2'],
    last: 'failed',
    outcome: 'success',
  });
  const [anna, ben] = [await signIn('anna'), await signIn('ben')];

  await expect(row(anna, job.name)).toBeVisible();
  await expect(row(ben, job.name)).toBeVisible();
  await Promise.all([retry(anna, job.name), retry(ben, job.name)]);
  for (const page of [anna, ben]) {
    await expect(card(page, job.name)).toContainText('Backed up');
    await expect(page.getByRole('article').filter({ hasText: job.name })).toHaveCount(1);
  }
  expect(stage.em.executions).toHaveLength(1);
});

test('several jobs are selected and retried together, each with its outcome; what Veeam will try is left to it unless chosen', async ({
  stage,
  signIn,
}) => {
  const names = ['Branch Kiel', 'Branch Bremen', 'Branch Rostock'];
  for (const name of names)
    stage.em.world.addJob({
      name,
      machines: [`${name.toLowerCase().replace(' ', '-')}-fs`],
      last: 'failed',
      outcome: 'success',
    });
  const automaticRetry = { times: 3, waitMinutes: 120 };
  for (const name of ['Branch Emden', 'Branch Husum', 'Branch Aurich'])
    stage.em.world.fail(
      stage.em.world.addJob({ name, machines: ['fs'], last: 'success', outcome: 'success', automaticRetry }),
    );
  const page = await signIn('anna');
  const polite: (boolean | undefined)[] = [];
  page.on('request', (request) => {
    if (!request.url().endsWith('action=retry')) return;
    const body = request.postDataJSON() as { unlessVeeamRetries?: boolean }; // the contract's
    polite.push(body.unlessVeeamRetries);
  });

  for (const name of [...names, 'Branch Emden', 'Branch Husum']) await row(page, name).getByRole('checkbox').check();
  await expect(row(page, 'Branch Husum')).toContainText(/auto \d\d:\d\d/);
  await page.getByRole('button', { name: 'Retry 5' }).click();
  const dialog = page.getByRole('dialog');
  await expect(page.getByRole('dialog', { name: 'Retry 3 jobs' })).toBeVisible();
  const waiting = dialog.getByRole('group', { name: '2 jobs wait for Veeam’s automatic retry' });
  await expect(waiting).toContainText(/Veeam tries again at (\d+ \w+ )?\d\d:\d\d; retry now anyway/);
  await expect(waiting.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await waiting.getByRole('checkbox', { name: 'Branch Emden' }).check();
  for (const name of names) await expect(dialog).toContainText(`${name.toLowerCase().replace(' ', '-')}-fs`);
  await dialog.getByLabel(/Note/).fill('ticket 4711');
  await dialog.getByRole('button', { name: 'Retry 4 jobs' }).click();
  await expect(dialog).toContainText('1 job left to Veeam’s automatic retry');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Branch Husum' })).toContainText(/Veeam tries again at/);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const requested = [...names, 'Branch Emden'];
  const batch = page.getByRole('article', { name: '4 requested · 4 backed up' });
  await batch.getByRole('button', { name: 'Show all 4' }).click();
  for (const name of requested) await expect(card(page, name)).toContainText('Backed up');
  await expect(card(page, 'Branch Kiel')).toContainText('ticket 4711');
  expect(stage.em.executions.map((execution) => execution.jobName).sort()).toEqual([...requested].sort());

  await retry(page, 'Branch Husum');
  await expect(dialog.getByRole('checkbox', { name: 'Branch Husum' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Retry 1 job' }).click();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await card(page, 'Branch Husum').getByRole('link', { name: 'Details: Branch Husum' }).click();
  await expect(page.getByText('Veeam was to try again by itself within')).toBeVisible();

  // The page of a job asks the same question.
  await page.goto(`/jobs/${stage.em.world.job('Branch Aurich').id}`);
  for (const answer of ['Cancel', 'Retry 1 job']) {
    await page.getByRole('button', { name: 'Retry…' }).click();
    await expect(dialog.getByRole('group', { name: '1 job waits for Veeam’s automatic retry' })).toContainText(
      'retry now anyway',
    );
    await expect(dialog.getByRole('checkbox', { name: 'Branch Aurich' })).toBeChecked();
    expect(stage.em.executions).toHaveLength(5);
    await dialog.getByRole('button', { name: answer }).click();
    if (answer === 'Cancel') await expect(page.getByRole('button', { name: 'Retry…' })).toBeFocused();
  }
  await expect(dialog.getByRole('status')).toHaveText('1 of 1 retry requested: 1 backed up');
  expect(polite).toEqual([true, undefined, undefined, undefined]);
});

test('a lost answer leads to one backup, not to two', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({
    name: 'SAP HANA nodes',
    machines: ['hana01'],
    last: 'failed',
    outcome: 'success',
  });
  const page = await signIn('anna');

  stage.em.faults.add({ method: 'POST', path: /action=retry/, do: { kind: 'lose-answer' } });
  await retry(page, job.name);
  await expect(card(page, job.name)).toContainText('Backed up');
  expect(stage.em.executions).toHaveLength(1);
});

test('a running job is stopped from the page of its task, after a confirmation, and the card shows by whom', async ({
  stage,
  signIn,
}) => {
  const job = stage.em.world.addJob({ name: 'Long one', machines: ['long-01'], last: 'failed', outcome: 'success' });
  const page = await signIn('anna');
  await retry(page, job.name);
  await expect.poll(() => stage.em.executions.length).toBe(1);
  stage.em.world.holdRun(job);
  await expect(card(page, job.name)).toContainText('Backing up');
  await card(page, job.name)
    .getByRole('link', { name: /\d\d:\d\d:\d\d/ })
    .click();
  await page.getByRole('button', { name: 'Stop job…' }).click();
  await expect(page.getByRole('dialog')).toContainText('all machines of this job');
  await page.getByRole('dialog').getByRole('button', { name: 'Stop job…' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Stopped' })).toBeVisible();
  await expect(page.getByText('TECH\\anna requested to stop the job')).toBeVisible();
  expect(stage.em.executions.map(({ operation }) => operation)).toEqual(['RetryAgentJob', 'StopAgentJob']);
});
