import type { Browser, Page } from '@playwright/test';
import { row } from '../src/board-page.ts';
import { deadChannels, sendDeadTests } from '../src/dead-channels.ts';
import { signInByCall } from '../src/desk-client.ts';
import { fewViews, findings, findingsInDialog } from '../src/findings.ts';
import { createBoth, findScreen, openCodeScreen } from '../src/pairing.ts';
import type { Stage } from '../src/stage.ts';
import { expect, test } from '../src/test.ts';

/** Parts that are closed until somebody works with them: every dialog, and the panel of the account. */
async function findingsInClosedParts(page: Page, taskPath: string, waitingJob: string): Promise<string[]> {
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  await page.goto(`/jobs/${waitingJob}`);
  const found = await findingsInDialog(page, 'Retry 1 job', () => button('Retry…').click());
  await page.goto(taskPath);
  for (const [press, name] of [
    ['Stop job…', 'Stop the running job?'],
    ['Release job', 'Release this job?'],
  ] as const)
    found.push(...(await findingsInDialog(page, name, () => button(press).click())));
  await page.goto('/');
  await expect(page.getByRole('table')).toBeVisible();
  found.push(...(await findingsInDialog(page, 'Keyboard shortcuts', () => button('Keyboard shortcuts').click())));
  found.push(
    ...(await findingsInDialog(page, 'Find a machine, job or person', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('ber');
      await expect(page.getByRole('dialog').getByRole('option').nth(1)).toBeVisible();
    })),
  );
  await page.locator('#select-all').check();
  found.push(...(await findingsInDialog(page, /^Retry \d+ jobs$/, () => button(/^Retry \d+…$/).click())));
  // Requested: what has become of each, and what is beyond the limit of an hour and can be requested with a reason.
  found.push(
    ...(await findingsInDialog(page, /^Retry \d+ jobs?$/, async () => {
      await button(/^Retry \d+…$/).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Retry \d+ jobs?$/ })
        .click();
      await expect(page.getByRole('dialog').getByLabel('Reason for exceeding the limit')).toBeVisible();
    })),
  );
  await page.locator('[aria-controls=account]').click();
  await expect(button('Sign out')).toBeVisible();
  return [...found, ...(await findings(page, 'the account', fewViews, '#account'))];
}

/** The parts seen from outside: the page to sign in on, the question before a link is revoked, a wall out of date. */
async function findingsOutside(page: Page, stage: Stage): Promise<string[]> {
  await page.goto('/settings');
  const found = await findingsInDialog(page, /Office/, () =>
    page.getByRole('button', { name: 'Revoke the wall link for Office' }).click(),
  );
  await page.goto('/wall');
  await stage.em.stop();
  await expect(page.getByRole('alert')).toContainText('Data is out of date');
  found.push(...(await findings(page, 'a wall out of date', fewViews)));
  await page.context().clearCookies();
  await page.goto('/sign-in?refused=no-group');
  await expect(page.getByLabel('Password')).toBeVisible();
  return [...found, ...(await findings(page, 'the sign-in', fewViews))];
}

/** The results of the forms of Settings, and the screens outside that they open. */
async function findingsOfForms(page: Page, browser: Browser, url: string): Promise<string[]> {
  await page.goto('/settings');
  const address = await createBoth(page, 'Hall');
  const found = await findings(page, 'a created link and token', fewViews);
  for (const _box of [1, 2]) await page.getByRole('button', { name: 'Done' }).first().click();
  const screen = await openCodeScreen(browser, url);
  found.push(...(await findings(screen.page, 'a screen with a code')));
  await findScreen(page, 'Stairs', screen);
  found.push(...(await findings(page, 'the screen that was found', fewViews)));
  found.push(...(await findings(screen.page, 'a screen whose code was typed', fewViews)));
  await page.getByRole('button', { name: 'Open the wall on this screen' }).click();
  await expect(page.getByText('The wall opens on Stairs')).toBeVisible();
  found.push(...(await findings(page, 'the screen that was opened', fewViews)));
  await expect(screen.page.getByRole('main')).toContainText(/failed/);
  await screen.page.goto(address);
  await expect(screen.page.getByRole('button', { name: 'Open the wall here' })).toBeVisible();
  found.push(...(await findings(screen.page, 'the page of a wall link', fewViews)));
  await screen.page.context().close();
  return found;
}

test.use({
  stageOptions: {
    simulator: { jobs: 24, seed: 1, speed: 20 },
    environment: {
      ...{ POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '8', RETRIES_PER_PERSON_HOUR: '3' },
      ...deadChannels,
    },
    prepare: ({ world }) =>
      world.fail(
        world.addJob({
          name: 'Waits',
          machines: ['w-1'],
          last: 'success',
          automaticRetry: { times: 3, waitMinutes: 600 },
        }),
      ),
  },
});

const pages = {
  'work on': ['/', '/?state=all', '/jobs/', '/tasks', '/tasks/'],
  'look up': ['/machines', '/machines?q=ber', '/machines?view=age', '/shift'],
  read: ['/audit', '/settings', '/about', '/wall', '/wall?link=spent', '/nowhere'],
};
for (const [name, paths] of Object.entries(pages)) {
  test(`axe finds nothing on the pages that people ${name}, nor in what opens over them, at any width, in any theme and in forced colours`, async ({
    stage,
    signIn,
    browser,
  }) => {
    test.slow();
    const anna = await signInByCall(stage.url, 'anna');
    const read = async () => (await anna.call('GET', '/api/board')) as { failed: { id: string }[] }; // the shape is the contract's
    const { id: waiting } = stage.em.world.job('Waits');
    const another = async () => (await read()).failed.find(({ id }) => id !== waiting)?.id;
    await expect.poll(another).toBeDefined();
    const id = await another();
    const job = stage.em.world.jobs().find((each) => each.id === id)?.name ?? '';
    stage.em.world.setOutcome(job, 'success');
    await anna.call('POST', `/api/agents/jobs/${id}?action=retry`, { note: 'x' });
    await expect.poll(() => stage.em.executions.length).toBe(1);
    stage.em.world.holdRun(job);
    await anna.call('POST', '/api/wall-links', { name: 'Office' });
    await sendDeadTests(stage.url);
    const { tasks } = (await anna.call('GET', '/api/tasks')) as { tasks: { taskId: string }[] }; // as above
    const page = await signIn('anna');
    const found: string[] = [];
    for (const path of paths) {
      const own = { '/jobs/': `/jobs/${id}`, '/tasks/': `/tasks/${tasks[0]?.taskId}` };
      await page.goto(path === '/jobs/' || path === '/tasks/' ? own[path] : path);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByText(/^(Loading|Requesting|Searching)/)).toHaveCount(0);
      if (path === '/settings') await expect(page.getByText('Not delivered yet')).toHaveCount(3);
      found.push(...(await findings(page, path)));
    }
    const taskPath = `/tasks/${tasks[0]?.taskId}`;
    if (name === 'read') {
      found.push(...(await findingsOfForms(page, browser, stage.url)));
      found.push(...(await findingsOutside(page, stage)));
    }
    if (name === 'work on') found.push(...(await findingsInClosedParts(page, taskPath, waiting)));
    expect(found).toEqual([]);
  });
}

test('on a phone the reason and Retry are there without scrolling sideways', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({
    name: 'On call',
    machines: ['oc-1'],
    last: 'failed',
    reason: 'Disk is full',
    outcome: 'success',
  });
  const page = await signIn('anna');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(row(page, job.name)).toContainText('Disk is full');
  const retryButton = row(page, job.name).getByRole('button', { name: /Retry/ });
  await retryButton.scrollIntoViewIfNeeded();
  await expect(retryButton).toBeInViewport({ ratio: 1 });
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll).toBe(client);
});

test('the board is worked by keyboard alone: search, rows, tick, retry', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({ name: 'Keyboard job', machines: ['kb-1'], last: 'failed', outcome: 'success' });
  const page = await signIn('anna');
  await page.keyboard.press('/');
  await page.keyboard.type('Keyboard job');
  await expect(page).toHaveURL(/q=Keyboard/);
  await expect(page.getByRole('row').filter({ has: page.getByRole('checkbox') })).toHaveCount(2);
  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(row(page, job.name).getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('r');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Retry/ })
    .press('Enter');
  await expect(page.getByRole('article').filter({ hasText: job.name })).toContainText('Backed up');
});
