import type { Locator, Page } from '@playwright/test';
import { card, row } from '../src/board-page.ts';
import { deadChannels, sendDeadTests } from '../src/dead-channels.ts';
import { signInByCall } from '../src/desk-client.ts';
import { misplacedIn } from '../src/misplaced.ts';
import { createBoth, findScreen, openCodeScreen } from '../src/pairing.ts';
import type { Stage } from '../src/stage.ts';
import { expect, test } from '../src/test.ts';

const name200 = 'L'.repeat(200);
const chosen200 = 'M'.repeat(200);
const waiting200 = 'N'.repeat(200);
const screenName = 'W'.repeat(80);
const fqdn = `${'h'.repeat(38)}.branch-office.example.org`;
/** Turns all that follows it around, unless it is isolated. */
const turning = '\u202eecnaniF -> Sign-in';
const turningMachine = `\u202e${'v'.repeat(34)}.vrs.branch-office.example.org`;
const note = `https://teams.microsoft.com/l/message/19:${'a1b2c3d4'.repeat(14)}@thread.tacv2/1764400000000?context=%7B%7D`;

test.use({
  stageOptions: {
    simulator: { jobs: 0, seed: 1, speed: 20 },
    // Three retries an hour: of all that are chosen most are beyond the limit.
    environment: {
      ...{ POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '8', RETRIES_PER_PERSON_HOUR: '3' },
      ...deadChannels,
    },
    prepare({ world }) {
      for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) world.addJob({ name: `Branch ${n}`, machines: ['fs'], last: 'failed' });
      world.addJob({ name: name200, machines: [fqdn], last: 'failed', outcome: 'success', reason: 'E'.repeat(300) });
      world.addJob({ name: chosen200, machines: [fqdn], last: 'failed', outcome: 'success', reason: note });
      const automaticRetry = { times: 3, waitMinutes: 600 };
      world.fail(world.addJob({ name: waiting200, machines: [fqdn], last: 'success', automaticRetry }), note);
      // The most urgent one, so that it is in sight.
      const reason = `Disk ${turning} full`;
      world.addJob({ name: turning, machines: [turningMachine], last: 'failed', streak: 3, reason });
    },
  },
});

/** A retry of a job with a long link as its note, held while it runs; the id of its task. */
async function runningRetry({ url, em }: Stage, job: string): Promise<string> {
  const anna = await signInByCall(url, 'anna');
  const { id } = em.world.job(job);
  const answer = await anna.call('POST', `/api/agents/jobs/${id}?action=retry`, { note });
  const { taskId } = answer as { taskId: string }; // the shape is the contract's
  await expect.poll(() => em.executions.length).toBeGreaterThan(0);
  em.world.holdRun(job);
  return taskId;
}

/** Parts that are too wide or turned around at each of these widths, and stay so; the page is as wide as most are then. */
async function faultsAt(page: Page, where: string): Promise<string[]> {
  const faults: string[] = [];
  for (const width of [3840, 720, 320, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    let found: string[] = [];
    const isSound = async () => {
      found = await misplacedIn(page);
      return found.length === 0;
    };
    // A page is drawn for another width a moment later; a real fault stays, and is reported below with all others.
    await expect
      .poll(isSound, { timeout: 3_000 })
      .toBe(true)
      .catch(() => undefined);
    faults.push(...found.map((fault) => `${where} at ${width}: ${fault}`));
  }
  return faults;
}

/** Opens a dialog, checks it at each width, and closes it. */
async function faultsInDialog(page: Page, name: string, open: () => Promise<void>): Promise<string[]> {
  await open();
  await expect(page.getByRole('dialog')).toBeVisible();
  const faults = await faultsAt(page, name);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return faults;
}

/** Words of a part that go on in the next line. */
function brokenWords(part: Element): string[] {
  const found: string[] = [];
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    for (const { 0: word, index } of (text.nodeValue ?? '').matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (range.getClientRects().length > 1) found.push(word);
    }
  return found;
}

async function tableWidth(page: Page): Promise<number | undefined> {
  return (await page.getByRole('table', { name: 'Jobs that need attention' }).boundingBox())?.width;
}

/** Whether all letters of a name are in sight. */
async function expectWhole(name: Locator): Promise<void> {
  await expect(name.first()).toBeInViewport();
  expect(await name.first().evaluate((box) => box.scrollWidth <= box.clientWidth || box.clientWidth === 0)).toBe(true);
}

test('with any names at any width nothing is wider than its place, and the first row and its retry are in sight', async ({
  stage,
  signIn,
  browser,
}) => {
  test.slow();
  const page = await signIn('anna');
  const cards = page.getByRole('complementary', { name: 'Tasks' });
  const bar = page.getByRole('region', { name: 'Retries in progress' });

  await test.step('the table has the whole width until there is a card', async () => {
    await expect.poll(() => tableWidth(page)).toBeGreaterThan(1400);
    await expect(bar).toHaveCount(0);
  });
  const task = await runningRetry(stage, name200);
  await (await signInByCall(stage.url, 'anna')).call('POST', '/api/wall-links', { name: screenName });
  await sendDeadTests(stage.url);
  await expect(card(page, name200).getByRole('progressbar')).toBeVisible();
  await expect.poll(async () => (await cards.boundingBox())?.x).toBeGreaterThan(1000);

  await test.step('no name, note or reason widens a page or a card, or turns what stands beside it', async () => {
    const jobs = [name200, turning].map((name) => `/jobs/${stage.em.world.job(name).id}`);
    const others = [
      '/tasks',
      `/tasks/${task}`,
      `/machines?q=${fqdn}`,
      '/machines?q=vrs',
      '/shift',
      '/settings',
      '/audit',
      '/about',
      '/wall',
    ];
    await expect(card(page, name200)).toContainText('teams.microsoft.com');
    // One after the other: a row that opens may push others out of what is drawn.
    const more = page.getByRole('button', { name: /^All reasons/, expanded: false });
    while ((await more.count()) > 0) await more.first().click();
    const faults = await faultsAt(page, 'the board');
    for (const path of [...jobs, ...others]) {
      await page.goto(path);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByText(/^(Loading|Requesting|Searching)/)).toHaveCount(0);
      if (path === '/settings') await expect(page.getByText('Not delivered yet')).toHaveCount(3);
      faults.push(...(await faultsAt(page, path)));
    }
    expect(faults).toEqual([]);
  });

  await test.step('and the words under the numbers are whole on the narrowest screen', async () => {
    await page.goto('/');
    await page.setViewportSize({ width: 320, height: 844 });
    const counts = page.getByRole('region', { name: 'Counts' });
    await expect(counts).toContainText('recovered today');
    expect(await counts.evaluate(brokenWords)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 844 });
  });

  await test.step('nor a dialog', async () => {
    const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
    const faults: string[] = [];
    await page.goto('/settings');
    faults.push(
      ...(await faultsInDialog(page, 'revoking a link', () => press(`Revoke the wall link for ${screenName}`))),
    );
    const address = await createBoth(page, screenName);
    faults.push(...(await faultsAt(page, 'what was created')));
    for (const _box of [1, 2]) await page.getByRole('button', { name: 'Done' }).first().click();
    const screen = await openCodeScreen(browser, stage.url);
    faults.push(...(await faultsAt(screen.page, 'a screen with a code')));
    await findScreen(page, screenName, screen);
    faults.push(...(await faultsAt(page, 'the screen that was found')));
    faults.push(...(await faultsAt(screen.page, 'a screen whose code was typed')));
    await press('Open the wall on this screen');
    await expect(page.getByText(`The wall opens on ${screenName}`)).toBeVisible();
    faults.push(...(await faultsAt(page, 'the screen that was opened')));
    // The screen goes there by itself, and would interrupt the way to the next page.
    await screen.page.waitForURL('**/wall');
    await expect(screen.page.getByRole('time')).toBeVisible();
    await screen.page.goto(address);
    await expect(screen.page.getByRole('button', { name: 'Open the wall here' })).toBeVisible();
    faults.push(...(await faultsAt(screen.page, 'the page of a wall link')));
    await screen.page.context().close();
    await page.goto(`/jobs/${stage.em.world.job(waiting200).id}`);
    faults.push(...(await faultsInDialog(page, 'retrying on the page of a job', () => press('Retry…'))));
    await page.goto(`/tasks/${task}`);
    faults.push(...(await faultsInDialog(page, 'stopping', () => press('Stop job…'))));
    faults.push(
      ...(await faultsInDialog(page, 'releasing', async () => {
        await press('Release job');
        await page.getByLabel('Reason for the release').fill(note);
      })),
    );
    await page.goto('/');
    faults.push(...(await faultsInDialog(page, 'help', () => press('Keyboard shortcuts'))));
    for (const text of ['LLL', 'hhh', 'vrs'])
      faults.push(
        ...(await faultsInDialog(page, `finding ${text}`, async () => {
          await page.keyboard.press('Control+k');
          await page.keyboard.type(text);
          await expect(page.getByRole('dialog').getByRole('option').nth(1)).toBeVisible();
        })),
      );
    await page.locator('#select-all').check();
    faults.push(
      ...(await faultsInDialog(page, 'retrying', async () => {
        await press(/^Retry \d+…$/);
        await page.getByLabel(/^Note/).fill(note);
        await expect(page.getByRole('dialog')).toContainText(chosen200);
        await expect(page.getByRole('dialog')).toContainText('beyond the hourly limit');
      })),
    );
    await press('Clear');
    faults.push(
      ...(await faultsInDialog(page, 'what came of it', async () => {
        await row(page, chosen200).getByRole('checkbox').check();
        await press('Retry 1…');
        await page.getByLabel(/^Note/).fill(note);
        await press('Retry 1 job');
        await expect(page.getByRole('dialog').getByRole('status')).toContainText('1 backed up');
      })),
    );
    expect(faults).toEqual([]);
  });

  await test.step('names are shown letter for letter, only figures are of one width', async () => {
    await page.goto('/');
    const name = page.getByRole('link', { name: turning }).first();
    await expect(name).toHaveCSS('font-variant-ligatures', 'none');
    await expect(name).not.toHaveCSS('font-feature-settings', /tnum/);
    await expect(name).toHaveCSS('font-variant-numeric', 'normal');
    await expect(page.locator('time').first()).toHaveCSS('font-variant-numeric', 'tabular-nums');
  });

  await test.step('a streak that matters stands out', async () => {
    const streak = (job: string, text: string) => row(page, job).getByText(text, { exact: true }).first();
    await expect(streak(turning, '3×')).toHaveCSS('border-top-width', '1px');
    await expect(streak(turning, '3×')).toHaveCSS('font-weight', '640');
    await expect(streak('Branch 1', '1×')).toHaveCSS('border-top-width', '0px');
    await expect(streak('Branch 1', '1×')).toHaveCSS('font-weight', '400');
  });

  await test.step('where there is no room for cards beside the table a bar sums them up and opens them', async () => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await expect.poll(() => tableWidth(page)).toBeGreaterThan(1000);
    await expect(bar).toBeInViewport({ ratio: 1 });
    await expect(bar.getByRole('button')).toHaveText(/^1 backing up( \d+ %)?1 finishedShow$/);
    await expect(card(page, name200)).not.toBeInViewport();
    await bar.getByRole('button').click();
    await expect(card(page, name200).getByRole('progressbar')).toBeInViewport();
    await bar.getByRole('button').click();
  });

  await page.setViewportSize({ width: 390, height: 844 });
  await test.step('on a phone the first row, whole names and the retry are in sight', async () => {
    const first = page
      .getByRole('row')
      .filter({ has: page.getByRole('checkbox', { name: /^Select (?!all)/ }) })
      .first();
    await expect.poll(async () => (await first.boundingBox())?.y ?? 999).toBeLessThan(300);
    await expectWhole(row(page, turning).getByText(turningMachine));
    await expect(bar).toBeInViewport({ ratio: 1 });
    await page.evaluate(() => scrollTo(0, 0));
    await expect(bar.getByRole('button', { name: /^1 backing up( \d+ %)?/ })).toHaveAttribute('aria-expanded', 'false');
    await expect(card(page, name200)).not.toBeInViewport();
    await bar.getByRole('button').click();
    await expect(card(page, name200).getByRole('progressbar')).toBeInViewport();
    await expect(bar).toBeInViewport({ ratio: 1 });
    await bar.getByRole('button').click();
    await expect(card(page, name200)).not.toBeInViewport();

    const field = page.getByLabel('Filter by job, machine or reason');
    await expect(field).toBeHidden();
    await page.getByRole('button', { name: 'Filters' }).click();
    await expect(field).toHaveCSS('font-size', '16px');
  });

  await test.step('lines of the audit stay low, as its table moves sideways', async () => {
    await page.goto('/audit');
    const line = page.getByRole('row').filter({ hasText: 'Signed in' }).first();
    await expect.poll(async () => (await line.boundingBox())?.height ?? 999).toBeLessThan(60);
  });
});
