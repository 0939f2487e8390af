import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { card, retry, row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

test('when Enterprise Manager goes away the board shows that and keeps its rows, and comes back by itself', async ({
  stage,
  signIn,
}) => {
  const job = stage.em.world.addJob({ name: 'File servers Leipzig', machines: ['fs-lx-07'], last: 'failed' });
  const page = await signIn('anna');
  await expect(row(page, job.name)).toBeVisible();

  const port = Number(new URL(stage.em.url).port);
  await stage.em.stop();
  await expect(page.getByRole('status').filter({ hasText: 'has not responded since' })).toBeVisible();
  await expect(row(page, job.name)).toBeVisible();

  await stage.em.start(port);
  await expect(page.getByRole('status').filter({ hasText: 'has not responded since' })).toHaveCount(0);
  await expect(row(page, job.name)).toBeVisible();
});

test('while the journal is held locked the board goes on and shows that no retry can be started', async ({
  stage,
  signIn,
}) => {
  const page = await signIn('anna');
  const banner = page.getByRole('status').filter({ hasText: 'The journal has not responded since' });
  await expect(page.getByRole('table')).toBeVisible();
  await expect(banner).toHaveCount(0);
  const other = new DatabaseSync(join(stage.dataDir, 'retry-desk.sqlite'), { timeout: 10_000 });
  other.exec('begin immediate');
  await expect(banner).toBeVisible();
  const button = page.getByRole('button', { name: /^Retry / }).first();
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/The journal of retries is not responding/);
  await expect(page.getByRole('button', { name: 'Collect now' })).toBeDisabled();
  await page.goto('/settings');
  await expect(page.getByText('Not responding since')).toBeVisible();
  const makes = page.getByRole('button', { name: /^Create / });
  await expect(makes).toHaveCount(2);
  for (const make of await makes.all()) await expect(make).toBeDisabled();
  // The mark stands in the line of its words: the line is no higher than the others.
  const heights = await page
    .locator('dl > div')
    .filter({ hasText: /^(Running since|Journal)/ })
    .evaluateAll((facts) => facts.map(({ clientHeight }) => clientHeight));
  expect(heights.length).toBe(2);
  expect(heights[1]).toBe(heights[0]);
  other.exec('rollback');
  other.close();
  await expect(page.getByText('Responding since')).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('table')).toBeVisible();
  await expect(banner).toHaveCount(0);
  await expect(button).toBeEnabled();
});

test('a reload and a restart of the server lose nothing: sign-in, card and outcome stay', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({ name: 'DC Hamburg', machines: ['dc-hh-02'], last: 'failed', outcome: 'success' });
  const page = await signIn('anna');

  await retry(page, job.name);
  await expect(card(page, job.name)).toBeVisible();
  await page.reload();
  await expect(card(page, job.name)).toBeVisible();
  await stage.stopDesk();
  await stage.startDesk();
  await expect(card(page, job.name)).toContainText('Backed up');
  await page.reload();
  await expect(card(page, job.name)).toContainText('Backed up');
  expect(stage.em.executions).toHaveLength(1);
});

test('sessions of Enterprise Manager that vanish in the middle cost no retry', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({
    name: 'HR notebooks',
    machines: ['hr-nb-09'],
    last: 'failed',
    outcome: 'success',
  });
  const page = await signIn('anna');

  await retry(page, job.name);
  await expect(card(page, job.name)).toBeVisible();
  stage.em.restart();
  await expect(card(page, job.name)).toContainText('Backed up');
  expect(stage.em.executions).toHaveLength(1);
});
