import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../src/test.ts';

/** Fetched once the page has nothing better to do. */
const fetchedWhenIdle = /\/(?:machine-search-dialog|task-cards|fates|board-foot|idle)/;

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
  return { files: [...sizes.keys()].sort().reverse(), bytes };
}

test('the first load is two scripts: at most 115 kB of them compressed for the board, 97 kB for the wall', async ({
  stage,
  signIn,
  browser,
}) => {
  const anna = await signIn('anna');
  const board = await loadedScripts(browser, anna, `${stage.url}/`);
  expect(board.files).toEqual(['/start.js', expect.stringMatching(/^\/assets\/index-/)]);
  expect(board.bytes).toBeLessThanOrEqual(115_000);

  const wall = await loadedScripts(browser, anna, `${stage.url}/wall`);
  expect(wall.files).toEqual(['/start.js', expect.stringMatching(/^\/assets\/wall-/)]);
  expect(wall.bytes).toBeLessThanOrEqual(97_000);
});

test('the board is requested while the script of the page is still on its way, and not again', async ({ signIn }) => {
  const page = await signIn('anna');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  const slow = { offline: false, latency: 100, downloadThroughput: 60_000, uploadThroughput: -1 };
  await devtools.send('Network.emulateNetworkConditions', slow);
  await page.goto('/', { waitUntil: 'commit' });
  await page.getByRole('table', { name: 'Jobs that need attention' }).waitFor();
  const requested = await page.evaluate(() => {
    const entries = performance.getEntriesByType('resource').map((entry) => entry.toJSON());
    const script = entries.find(({ name }) => name.includes('/assets/index-') && name.endsWith('.js'));
    return entries
      .filter(({ name, startTime }) => /\/api\/(?:board|session)$/.test(name) && startTime <= script.responseEnd + 200)
      .map(({ name, startTime }) => ({ path: new URL(name).pathname, isBefore: startTime < script.responseEnd }));
  });
  expect(requested).toEqual([
    { path: '/api/session', isBefore: true },
    { path: '/api/board', isBefore: true },
  ]);
});
