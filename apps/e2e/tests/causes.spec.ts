import type { Locator, Page } from '@playwright/test';
import { card, row } from '../src/board-page.ts';
import { findings } from '../src/findings.ts';
import { misplacedIn } from '../src/misplaced.ts';
import { expect, test } from '../src/test.ts';

test.use({
  stageOptions: {
    simulator: { jobs: 24, seed: 1, speed: 20, scenario: 'one-cause' },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '8' },
  },
});

/** Causes of the scene, by how many jobs have them. */
const shareAway = 'The share of the repository is not available on its gateway server';
const noRoom = "There is no room in the repository for the backup's metadata";
const unreachable = 'The machine cannot be reached: its administrative share is not found';
const noModule = 'Neither blksnap nor veeamsnap is installed';

/** The row of a cause in the board by cause. */
function cause(page: Page, title: string): Locator {
  return page.getByRole('article').filter({ has: page.getByRole('button', { name: title, exact: true }) });
}

/** Names of the jobs a dialog lists. */
function listed(page: Page): Promise<string[]> {
  return page.getByRole('dialog').getByRole('listitem').locator('b').allTextContents();
}

test('sixty failed jobs are four causes; one of a cause is tried first, and as it works the others follow as an explicit list', async ({
  stage,
  signIn,
}) => {
  const page = await signIn('anna');
  await page.getByRole('button', { name: 'By cause' }).click();
  await expect(page).toHaveURL(/by=cause/);
  for (const [title, jobs, servers] of [
    [shareAway, 30, 3],
    [noRoom, 14, 3],
    [unreachable, 10, 3],
    [noModule, 6, 3],
  ] as const)
    await expect(cause(page, title)).toContainText(new RegExp(`${jobs} jobs · \\d+ machines · ${servers} servers`));
  const heads = await page.getByRole('main').getByRole('heading', { level: 3 }).allTextContents();
  expect(heads.slice(0, 4)).toEqual([shareAway, noRoom, unreachable, noModule]);
  const order = page.getByLabel('Order');
  await expect(order.locator('option:checked')).toHaveText('most machines first');
  await order.selectOption('fewest machines first');
  const newOrder = page
    .getByRole('main')
    .getByRole('heading', { level: 3 })
    .filter({ hasNotText: 'Enterprise Manager' });
  await expect(newOrder.last()).toHaveText(shareAway);
  await order.selectOption('most machines first');

  const wide = cause(page, shareAway);
  await wide.getByRole('button', { name: /^Try one first/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry 1 job' });
  await dialog.getByLabel('Job to try first').selectOption({ index: 1 });
  const first = (await listed(page))[0] ?? '';
  await dialog.getByRole('button', { name: 'Retry 1 job' }).click();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(wide.getByRole('status')).toHaveText(`${first} worked.`);
  expect(stage.em.executions.map(({ jobName }) => jobName)).toEqual([first]);

  // Remembered by the tab, as is the view by the browser.
  await page.goto('/tasks');
  await page.goto('/');
  await wide.getByRole('button', { name: 'Retry the other 29…' }).click();
  const names = await listed(page);
  expect(new Set([first, ...names]).size).toBe(30);
  for (const name of names) expect(name).toMatch(/^Branch Office \d\d$/);
  await page.getByRole('dialog').getByRole('button', { name: 'Retry 29 jobs' }).click();
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('29 of 29 retries requested: 29 backed up');
  expect(new Set(stage.em.executions.map(({ jobName }) => jobName))).toEqual(new Set([first, ...names]));
  expect(stage.em.executions).toHaveLength(30);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(wide).toHaveCount(0);
});

test('a first try that fails again for the same cause is shown so on the row of the cause, its card and its page, and no retry of the others is offered', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.goto('/?by=cause');
  const full = cause(page, noRoom);
  await full.getByRole('button', { name: /^Try one first/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry 1 job' });
  await dialog.getByLabel('Job to try first').selectOption({ index: 2 });
  const [first = ''] = await listed(page);
  await dialog.getByRole('button', { name: 'Retry 1 job' }).click();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(full.getByRole('status')).toHaveText(`${first} did not: same cause.`);
  await expect(full.getByRole('button', { name: /^Retry the other/ })).toHaveCount(0);
  const card = page
    .getByRole('complementary', { name: 'Tasks' })
    .getByRole('article', { name: `${first}: Failed again` });
  await expect(card).toContainText(`Cause: ${noRoom} · failed again for the same cause`);
  await page.getByRole('button', { name: noRoom, exact: true }).click();
  const rows = page.getByRole('table', { name: `Jobs: ${noRoom}` }).locator('tbody > tr');
  await expect(rows.filter({ hasText: first })).toContainText(/failed again \d\d:\d\d/);
  // The outcome under the button fits into a line: no row is higher for it.
  expect(new Set(await rows.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))).size).toBe(1);
  await full.getByRole('link', { name: `Details: ${first}` }).click();
  const request = page.getByRole('region', { name: 'Request' });
  await expect(request).toContainText(`${noRoom}: failed again for the same cause`);
  await expect(request).toContainText(/Fix first · Known cause: .* A retry helped 0 of 1 time here\./);
  await expect(request).toContainText('failed for this cause at least 2 times in 30 days on this job');
  await page.getByRole('main').getByRole('link', { name: first }).click();
  const causes = page.getByRole('region', { name: 'Causes of the newest failed run' });
  await expect(causes).toContainText(noRoom);
  await expect(causes).toContainText(/Fix first · Known cause: .* A retry helped 0 of 1 time here\./);
  await expect(causes).toContainText(/failed for this cause at least 2 times in 30 days on this job/);
  await expect(page.getByRole('row', { name: /^Failed a retry / })).toHaveCount(1);
});

test('a cause opens to its jobs, which are selected there and retried together; filters of the board apply, and the search finds titles', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.goto('/?by=cause');
  await cause(page, noModule).getByRole('button', { name: noModule, exact: true }).click();
  const jobs = page.getByRole('table', { name: `Jobs: ${noModule}` });
  await expect(jobs.getByRole('link', { name: /^Linux Platform/ })).toHaveCount(6);
  // The title stands above; under it each row has its own reason.
  await expect(jobs.getByText(noModule, { exact: true })).toHaveCount(0);
  await jobs.getByRole('checkbox').nth(1).check();
  await jobs
    .getByRole('checkbox')
    .nth(3)
    .click({ modifiers: ['Shift'] });
  await expect(page.getByRole('button', { name: 'Retry 3…' })).toBeVisible();
  await cause(page, noModule).getByRole('checkbox', { name: 'Select all 6' }).check();
  await page.getByRole('button', { name: 'Retry 6…' }).click();
  await expect(page.getByRole('dialog', { name: 'Retry 6 jobs' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();

  await page.getByLabel('Filter by job, machine or reason').fill('administrative share not found');
  await expect(page.getByRole('main').getByRole('heading', { level: 3 })).toHaveText([unreachable]);
  await page.getByLabel('Filter by job, machine or reason').fill('workshop-0');
  await expect(cause(page, unreachable)).toContainText('9 jobs · 9 machines');
  await expect(cause(page, unreachable).getByRole('button', { name: /^Retry these 9/ })).toBeVisible();
  await page.getByRole('button', { name: 'By cause' }).click();
  await expect(row(page, 'Workshop 03')).toContainText(unreachable);
});

test('the keyboard walks over causes and their open rows', async ({ signIn }) => {
  const page = await signIn('anna');
  await page.goto('/?by=cause');
  await expect(cause(page, shareAway)).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('button', { name: shareAway, exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('button', { name: 'Retry 1…' })).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('button', { name: shareAway, exact: true })).toBeFocused();
});

test('a reason that says nothing joins no jobs, and a danger is named before many are retried', async ({
  stage,
  signIn,
}) => {
  const { world } = stage.em;
  for (const n of [1, 2])
    world.addJob({ name: `Silent ${n}`, machines: [`silent-${n}`], last: 'failed', reason: 'Failed' });
  const reason = 'Failed to log on with the account. The user name or password is incorrect. Code: 1326';
  for (const n of [1, 2]) world.addJob({ name: `Locked ${n}`, machines: [`locked-${n}`], last: 'failed', reason });
  const page = await signIn('anna');
  await page.goto('/?by=cause&q=ed+');
  const silent = page.getByRole('region', { name: 'Enterprise Manager gives no reason' });
  await expect(silent).toContainText('2 jobs');
  await expect(silent.getByRole('button', { name: /^Retry/ })).toHaveCount(0);
  await silent.getByRole('button', { name: 'Enterprise Manager gives no reason' }).click();
  await expect(row(page, 'Silent 1')).toContainText('Enterprise Manager gives no reason · Failed');
  const locked = page.getByRole('article').filter({ hasText: 'Danger' });
  await expect(locked).toContainText('2 jobs');
  await locked.getByRole('button', { name: /^Retry these 2/ }).click();
  await expect(page.getByRole('dialog')).toContainText(/Danger for all 2 jobs\. .*lock/);
});

test('a cause in letters from right to left turns nothing around, on board, card, task and job', async ({
  stage,
  signIn,
}) => {
  const job = 'Payroll';
  const reason = 'فشل النسخ الاحتياطي: القرص ممتلئ';
  const { id } = stage.em.world.addJob({ name: job, machines: ['pay-01'], last: 'failed', reason, outcome: 'success' });
  const page = await signIn('anna');
  await page.goto('/?q=Payroll');
  await expect(row(page, job)).toContainText(reason);
  expect(await misplacedIn(page)).toEqual([]);
  await row(page, job).getByRole('button', { name: 'Retry' }).click();
  await expect(card(page, job)).toContainText(`${reason}\u2069 · the retry worked`);
  expect(await misplacedIn(page)).toEqual([]);
  await card(page, job).getByRole('link', { name: 'Details' }).click();
  await expect(page.getByRole('region', { name: 'Request' })).toContainText(`${reason}: the retry worked`);
  expect(await misplacedIn(page)).toEqual([]);
  await page.goto(`/jobs/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(job);
  expect(await misplacedIn(page)).toEqual([]);
});

test('many jobs under one heading are drawn where they come into sight as a cause above them closes', async ({
  stage,
  signIn,
}) => {
  for (let n = 1; n <= 60; n += 1)
    stage.em.world.addJob({ name: `Silent ${n}`, machines: [`silent-${n}`], last: 'failed', reason: 'Failed' });
  const page = await signIn('anna');
  await page.setViewportSize({ width: 1440, height: 2400 });
  await page.goto('/?by=cause');
  const silent = page.getByRole('region', { name: 'Enterprise Manager gives no reason' });
  await expect(silent).toContainText('60 jobs');
  await silent.getByRole('button', { name: 'Enterprise Manager gives no reason' }).click();
  const wide = page.getByRole('button', { name: shareAway, exact: true });
  await wide.click();
  const rowsOfSilent = silent.getByRole('row');
  await expect(async () => {
    await page.evaluate(() => {
      window.scrollTo(0, 40);
      window.scrollTo(0, 0);
    });
    expect(await rowsOfSilent.count()).toBeLessThan(12);
  }).toPass();
  await wide.click();
  // A row stands at the lower edge of the window.
  await expect
    .poll(() => page.evaluate(() => !!document.elementFromPoint(600, window.innerHeight - 10)?.closest('[data-job]')))
    .toBe(true);
});

test('on the wall sixty failures of four causes are four rows, and a viewer sees no name of an account anywhere', async ({
  signIn,
}) => {
  const account = /svc-backup/;
  const anna = await signIn('anna');
  await anna.getByLabel('Filter by job, machine or reason').fill('Workshop 03');
  await anna.getByRole('button', { name: 'All reasons of Workshop 03' }).click();
  await expect(anna.getByRole('table', { name: 'Jobs that need attention' })).toContainText(account);

  const henry = await signIn('henry');
  const pages = ['/?q=Workshop', '/?by=cause&q=Workshop', '/wall'];
  for (const path of pages) {
    await henry.goto(path);
    await expect(henry.getByText(unreachable).first()).toBeVisible();
    const reasons = henry.getByRole('button', { name: /^all reasons$/ });
    if (path === '/?q=Workshop') await reasons.click();
    await expect(henry.getByRole('main')).not.toContainText(account);
    expect(await henry.content()).not.toMatch(account);
  }
  await expect(henry.getByRole('main')).toContainText(/30 jobs · \d+ machines/);
  await expect(henry.getByRole('main')).toContainText(/10 jobs · 10 machines/);
  await henry.goto('/?q=Workshop+03');
  await row(henry, 'Workshop 03').getByRole('link', { name: 'Workshop 03' }).click();
  await expect(henry.getByRole('region', { name: 'Causes of the newest failed run' })).toContainText(unreachable);
  expect(await henry.content()).not.toMatch(account);
  for (const [path, accept] of [
    ['/api/agents/jobs?state=failed&q=Workshop', 'text/csv'],
    ['/api/causes', 'application/json'],
    ['/api/board', 'application/json'],
    ['/api/wall', 'application/json'],
  ] as const) {
    const text = await (await henry.request.get(path, { headers: { accept } })).text();
    expect(text).toMatch(/orkshop|administrative share/);
    expect(text).not.toMatch(account);
  }
});

test('axe finds nothing on the board by cause, at any width, in any theme and in forced colours, and nothing is wider than a phone', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.goto('/?by=cause');
  await page.getByRole('button', { name: noModule, exact: true }).click();
  await expect(page.getByRole('table', { name: `Jobs: ${noModule}` })).toBeVisible();
  expect(await findings(page, 'the board by cause')).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  const width = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await width()).toBe(0);
  await page
    .getByRole('article')
    .getByRole('button', { name: /^Try one first/ })
    .first()
    .click();
  expect(await findings(page, 'the question which is tried first', undefined, 'dialog[open]')).toEqual([]);
});
