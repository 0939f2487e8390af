import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../src/test.ts';

/** Fetched once the page has nothing better to do. */
const fetchedWhenIdle = /\/machine/;

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

test('the first load of the board is at most 130 kB of compressed script', async ({ stage, signIn, browser }) => {
  const { files, bytes } = await loadedScripts(browser, await signIn('anna'), `${stage.url}/`);
  expect(files.some((file) => file.includes('/board-'))).toBe(true);
  expect(bytes).toBeLessThanOrEqual(130_000);
  expect(files.length).toBeLessThanOrEqual(6);
});

test('the first load of the wall is at most 110 kB of compressed script and holds nothing of the board', async ({
  stage,
  signIn,
  browser,
}) => {
  const { files, bytes } = await loadedScripts(browser, await signIn('anna'), `${stage.url}/wall`);
  expect(files.filter((file) => /\/(?:board|signed-in|settings)-/.test(file))).toEqual([]);
  expect(bytes).toBeLessThanOrEqual(110_000);
  expect(files.length).toBeLessThanOrEqual(4);
});

test('what the board needs is asked for at once and not one after the other', async ({ stage, signIn, browser }) => {
  const from = await signIn('anna');
  const context = await browser.newContext({ storageState: await from.context().storageState() });
  const page = await context.newPage();
  const asked: string[] = [];
  const askedBefore = new Promise<readonly string[]>((resolve) => {
    page.on('response', (response) => {
      if (response.url().includes('/signed-in-')) resolve([...asked]);
    });
  });
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${stage.url}/`);
  const before = await askedBefore;
  expect(before).toEqual(expect.arrayContaining(['/api/session', '/api/board']));
  expect(before.some((path) => path.startsWith('/assets/board-'))).toBe(true);
  await context.close();
});
