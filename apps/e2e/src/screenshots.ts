/** `pnpm screenshots`: takes the images in docs/images anew from the built product before the simulator. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { retry, row } from './board-page.ts';
import { chromiumArguments, findChromium } from './chromium.ts';
import { shootNotices } from './screenshots-notices.ts';
import { openStage, type Stage } from './stage.ts';

const images = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
const desktop = { width: 1440, height: 860 };

async function open(
  browser: Browser,
  stage: Stage,
  options: { theme?: 'light' | 'dark'; width?: number; height?: number } = {},
) {
  const context = await browser.newContext({
    baseURL: stage.url,
    viewport: { width: options.width ?? desktop.width, height: options.height ?? desktop.height },
    colorScheme: options.theme ?? 'dark',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  return await context.newPage();
}

async function signIn(page: Page, person: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('User name').fill(`TECH\\${person}`);
  await page.getByLabel('Password').fill(`${person}-demo`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('table', { name: 'Jobs that need attention' }).waitFor();
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: `${images}${name}.png` });
  console.log(`docs/images/${name}.png`);
}

async function shootBoards(browser: Browser, stage: Stage): Promise<void> {
  const page = await open(browser, stage);
  await page.goto('/');
  await page.getByLabel('Password').waitFor();
  await shoot(page, 'sign-in');
  await signIn(page, 'anna');
  const jobs = stage.em.world.jobs();
  const links = await page.getByRole('row').getByRole('link').allTextContents();
  for (const outcome of ['success', 'failed', 'refuse-result'] as const) {
    const job = jobs.find(
      ({ name }) => links.includes(name) && stage.em.executions.every((done) => done.jobName !== name),
    );
    if (!job) continue;
    links.splice(links.indexOf(job.name), 1);
    stage.em.world.setOutcome(job.name, outcome);
    await retry(page, job.name);
  }
  await page.getByRole('article').filter({ hasText: 'Refused' }).waitFor();
  await page.getByRole('article').filter({ hasText: 'Backing up' }).first().waitFor();
  await page.mouse.move(720, 20);
  const boxes = page.locator('tbody').getByRole('checkbox', { disabled: false });
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await shoot(page, 'board-dark');
  await page.getByRole('button', { name: /^Retry 2/ }).click();
  await page.getByRole('dialog').waitFor();
  await shoot(page, 'retry-dialog');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'light' });
  await shoot(page, 'board-light');
  const first = page.getByRole('row').getByRole('link').first();
  await first.click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await shoot(page, 'job');
  await page.goto('/tasks');
  await page.getByRole('table').getByRole('link').first().waitFor();
  await shoot(page, 'tasks');
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await shoot(page, 'task');
  await page.goto('/settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await shoot(page, 'settings');
  // So few that each has its sentence.
  await page.goto('/machines?q=ber-e');
  await page
    .getByText(/last good backup \d/)
    .first()
    .waitFor();
  await shoot(page, 'machines');
  await page.goto('/about');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await shoot(page, 'about');
}

async function shootPhoneAndWall(browser: Browser, stage: Stage): Promise<void> {
  const phone = await open(browser, stage, { width: 390, height: 844 });
  await signIn(phone, 'anna');
  await shoot(phone, 'board-phone');
  await phone.locator('tbody').getByRole('button', { name: 'Retry' }).first().click();
  await phone.getByRole('button', { name: /^Requesting/ }).waitFor({ state: 'detached' });
  await phone.getByText(/\d backing up/).waitFor();
  await shoot(phone, 'board-phone-retry');

  const wall = await open(browser, stage, { width: 1920, height: 1080 });
  await signIn(wall, 'anna');
  await wall.goto('/wall');
  await wall.getByText('jobs failed').waitFor();
  await shoot(wall, 'wall');

  const port = Number(new URL(stage.em.url).port);
  const board = await open(browser, stage);
  await signIn(board, 'anna');
  await row(board, (await board.getByRole('row').getByRole('link').first().textContent()) ?? '').waitFor();
  await stage.em.stop();
  await wall.getByText('Data is out of date').waitFor();
  await shoot(wall, 'wall-old');
  await board.getByText('not responding').first().waitFor();
  await shoot(board, 'board-stale');
  await stage.em.start(port);
}

/** The morning after a night in which a third of the jobs failed for one reason. */
async function shootMonday(browser: Browser): Promise<void> {
  const stage = await openStage({ simulator: { jobs: 60, seed: 1, speed: 3, scenario: 'monday-morning' } });
  try {
    const page = await open(browser, stage, { theme: 'light' });
    await signIn(page, 'anna');
    await shoot(page, 'board-monday');
  } finally {
    await stage.stop();
  }
}

/** Sixty jobs that failed for four causes, one of which was tried first. */
async function shootCauses(browser: Browser): Promise<void> {
  const stage = await openStage({
    simulator: { jobs: 24, seed: 1, speed: 20, scenario: 'one-cause' },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' },
  });
  try {
    const page = await open(browser, stage);
    await signIn(page, 'anna');
    await page.goto('/?by=cause');
    await page
      .getByRole('button', { name: /^Try one first/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retry 1 job' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: /^Retry the other/ }).waitFor();
    await shoot(page, 'board-causes');
    const phone = await open(browser, stage, { width: 390, height: 844 });
    await signIn(phone, 'anna');
    await phone.goto('/?by=cause');
    await phone.getByRole('heading', { level: 3 }).first().waitFor();
    await shoot(phone, 'board-causes-phone');
    const wall = await open(browser, stage, { width: 1920, height: 1080 });
    await signIn(wall, 'anna');
    await wall.goto('/wall');
    await wall
      .getByText(/^\d+ jobs · /)
      .first()
      .waitFor();
    await shoot(wall, 'wall-causes');
  } finally {
    await stage.stop();
  }
}

/** The morning after two nights in which some jobs did not run and one never ended. */
async function shootAttention(browser: Browser): Promise<void> {
  let behind = -2 * 24 * 60 * 60_000;
  const stage = await openStage({
    simulator: {
      jobs: 60,
      seed: 1,
      scenario: 'hung-run',
      runsSchedules: true,
      clock: { now: () => Date.now() + behind },
    },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', TICKET_URL: 'https://tickets.example/{ticket}' },
    prepare({ world }) {
      for (const { name } of world.jobs().slice(3, 7)) world.missStarts(name);
      behind = 0;
    },
  });
  try {
    const page = await open(browser, stage, { theme: 'light' });
    await signIn(page, 'anna');
    await page.locator('tbody').getByRole('checkbox', { disabled: false }).nth(2).check();
    await page.getByRole('button', { name: 'Acknowledge…' }).click();
    await page.getByRole('dialog').getByLabel('Note').fill('The storage is being replaced');
    await page.getByRole('dialog').getByLabel('Ticket (optional)').fill('INC 20417');
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('The storage is being replaced').waitFor();
    await shoot(page, 'board-attention');
    await page.goto('/shift?since=week');
    await page.getByRole('heading', { name: /^Needs attention now/ }).waitFor();
    await shoot(page, 'shift');
    await page.goto('/machines?view=age');
    await page.getByRole('table').waitFor();
    await shoot(page, 'machines-age');
    const wall = await open(browser, stage, { width: 1920, height: 1080 });
    await signIn(wall, 'anna');
    await wall.goto('/wall');
    await wall.getByText(/need attention/).waitFor();
    await shoot(wall, 'wall-attention');
  } finally {
    await stage.stop();
  }
}

mkdirSync(images, { recursive: true });
const stage = await openStage({
  simulator: { jobs: 60, seed: 1, speed: 3 },
  environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' },
});
const executablePath = findChromium();
const browser = await chromium.launch({ args: chromiumArguments(), ...(executablePath ? { executablePath } : {}) });
try {
  await shootBoards(browser, stage);
  await shootPhoneAndWall(browser, stage);
  await shootMonday(browser);
  await shootCauses(browser);
  await shootAttention(browser);
  const light = (stage: Stage, size: { width: number; height: number }) =>
    open(browser, stage, { theme: 'light', ...size });
  await shootNotices({ open: light, signIn, shoot });
} finally {
  await browser.close();
  await stage.stop();
}
