import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../src/test.ts';

/** Fetched once the page has nothing better to do. */
const fetchedWhenIdle = /\/(?:machine|task-cards|fates|board-foot|idle)/;

/** The scripts an address loads in an empty browser, in bytes of gzip, until the network is quiet; without what can wait. */
async function loadedScripts(
  browser: Browser,
  from: Page,
  address: string,
): Promise<{ files: string[]; bytes: number }> {
  const context = await browser.newContext({ storageState: await from.context().storageState() });
  const page = await context.newPage();
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script' || fetchedWhenIdle.test(response.url())) return;
    sizes.set(
      new URL(response.url()).pathname,
      response.body().then((body) => gzipSync(body).length),
    );
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  await expect(page.getByText(/failed/i).first()).toBeVisible();
  const bytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
  await context.close();
  return { files: [...sizes.keys()], bytes };
}

test('the first load is at most 130 kB of compressed script for the board, 110 kB for the wall, and nothing waits in line', async ({
  stage,
  signIn,
  browser,
}) => {
  const anna = await signIn('anna');
  const board = await loadedScripts(browser, anna, `${stage.url}/`);
  expect(board.files.some((file) => file.includes('/board-'))).toBe(true);
  expect(board.bytes).toBeLessThanOrEqual(130_000);
  expect(board.files.length).toBeLessThanOrEqual(6);

  const wall = await loadedScripts(browser, anna, `${stage.url}/wall`);
  expect(wall.files.filter((file) => /\/(?:board|signed-in|settings)-/.test(file))).toEqual([]);
  expect(wall.bytes).toBeLessThanOrEqual(110_000);
  expect(wall.files.length).toBeLessThanOrEqual(4);

  const before = await askedBeforeSignedIn(browser, anna, `${stage.url}/`);
  expect(before).toEqual(expect.arrayContaining(['/api/session', '/api/board']));
  expect(before.some((path) => path.startsWith('/assets/board-'))).toBe(true);
});

/** Requests of an empty browser until the part for signed-in people has come. */
async function askedBeforeSignedIn(browser: Browser, from: Page, address: string): Promise<readonly string[]> {
  const context = await browser.newContext({ storageState: await from.context().storageState() });
  const page = await context.newPage();
  const requested: string[] = [];
  const askedBefore = new Promise<readonly string[]>((resolve) => {
    page.on('response', (response) => {
      if (response.url().includes('/signed-in-')) resolve([...requested]);
    });
  });
  page.on('request', (request) => requested.push(new URL(request.url()).pathname));
  await page.goto(address);
  const before = await askedBefore;
  await context.close();
  return before;
}
