import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from '../src/test.ts';

test.use({ viewport: { width: 1920, height: 1080 } });

/** Another server, at this port or a free one. */
async function serve(listener: RequestListener, port = 0) {
  const server = createServer(listener).listen(port);
  await once(server, 'listening');
  // A server that listens at a port has an address of that kind.
  const { port: at } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${at}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function expectWall(page: Page): Promise<void> {
  await expect(page.getByRole('main')).toContainText(/jobs? failed/);
}

test('a wall works where the browser keeps nothing, and starts afresh by itself where something in it breaks', async ({
  signIn,
}) => {
  const anna = await signIn('anna');
  const stores = [
    () => Object.defineProperty(window, 'localStorage', { value: null }),
    () =>
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      }),
  ];
  for (const take of stores) {
    const page = await anna.context().newPage();
    await page.addInitScript(take);
    await page.goto('/wall');
    await expectWall(page);
    await page.keyboard.press('s');
    await expect(page.getByRole('button', { name: 'Sound on' })).toBeAttached();
    await page.close();
  }

  const page = await anna.context().newPage();
  await page.clock.install();
  // Something the wall needs is missing, the first time it is loaded.
  await page.addInitScript(() => {
    if (location.pathname !== '/wall' || window.name === 'loaded') return;
    window.name = 'loaded';
    Reflect.deleteProperty(window, 'ResizeObserver');
  });
  await page.goto('/wall');
  await expect(page.getByRole('alert')).toContainText('Something went wrong here');
  await page.clock.fastForward(20_000);
  await expectWall(page);
});

test('the nightly reload waits while somebody else answers at the address, and comes when the wall is there again', async ({
  stage,
  signIn,
}) => {
  const page = await signIn('anna');
  const night = new Date();
  night.setHours(0, 20, 0, 0);
  await page.clock.install({ time: night });
  await page.goto('/wall');
  await expectWall(page);
  await page.evaluate(() => document.body.setAttribute('data-loaded', 'once'));

  await stage.stopDesk();
  const requested: string[] = [];
  const portal = await serve(
    (request, response) => {
      requested.push(request.url ?? '');
      response.setHeader('content-type', 'text/html').end('<title>Welcome</title><script src="/portal.js"></script>');
    },
    Number(new URL(stage.url).port),
  );
  await page.clock.fastForward('03:00:00');
  await expect(page.getByText('Data is out of date')).toBeVisible();
  await expect.poll(() => requested.includes('/wall')).toBe(true);
  await page.clock.fastForward('00:11:00');
  await expect.poll(() => requested.filter((path) => path === '/wall').length).toBeGreaterThan(1);
  await expect(page.locator('body[data-loaded]')).toBeAttached();
  await portal.close();

  await stage.startDesk();
  await page.clock.fastForward('00:11:00');
  await expect(page.locator('body[data-loaded]')).toHaveCount(0);
  await expectWall(page);
});

test('a page that cannot be started shows why: a language too young for the browser, or a file that does not come', async ({
  page,
}) => {
  const dist = (name: string) => readFileSync(new URL(`../../web/dist${name}`, import.meta.url));
  let asset: { status: number; body: string } = { status: 200, body: 'let x = ;' };
  const server = await serve(({ url = '/' }, response) => {
    if (url.startsWith('/assets/') && url.endsWith('.js')) {
      response.writeHead(asset.status, { 'content-type': 'text/javascript' }).end(asset.body);
      return;
    }
    const file = { '/': '/index.html', '/wall': '/wall.html' }[url] ?? url;
    const type = file.endsWith('.css') ? 'text/css' : file.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.setHeader('content-type', type).end(/^\/(?:index|wall|start)\./.test(file) ? dist(file) : '');
  });
  for (const path of ['/', '/wall']) {
    asset = { status: 200, body: 'let x = ;' };
    await page.goto(server.url + path);
    await expect(page.getByRole('heading', { name: 'This browser is too old' })).toBeVisible();
    await expect(page.getByText(/^(Retry Desk|The wall) needs .*Chromium \d+/)).toBeVisible();
    for (const other of [
      { status: 404, body: '' },
      { status: 200, body: 'throw new Error("broken")' },
    ]) {
      asset = other;
      await page.goto(server.url + path);
      await expect(page.getByRole('heading', { name: 'could not be started' })).toBeVisible();
      await expect(page.getByRole('heading')).toHaveCount(1);
    }
  }
  await server.close();
});

test('a person who opens the wall without being signed in reads that, and comes back to it by signing in', async ({
  stage,
  browser,
}) => {
  const context = await browser.newContext({ baseURL: stage.url });
  const page = await context.newPage();
  await page.goto('/wall');
  await expect(page.getByText('Nobody is signed in here')).toBeVisible();
  await expect(page.getByText('has been revoked')).toHaveCount(0);
  await page.getByRole('link', { name: 'Sign in' }).click();
  // As a password manager fills a form: without an event.
  for (const [label, text] of [
    ['User name', '  TECH\\anna '],
    ['Password', 'anna-demo'],
  ] as const)
    await page.getByLabel(label).evaluate((field, value) => Object.assign(field, { value }), text);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/wall');
  await expectWall(page);
  const line = page.getByText('recovered today');
  // Where the view is drawn anew in this very moment the line has no size.
  await expect(async () => {
    const lines = await line.evaluate(
      (element) => element.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(element).fontSize),
    );
    expect(lines).toBeLessThan(2);
  }).toPass();
  await context.close();
});

test.describe('with no jobs at all', () => {
  test.use({ stageOptions: { simulator: { jobs: 0 }, environment: { POLL_SECONDS: '1' } } });

  test('nothing is green: neither board, tab nor wall', async ({ stage, browser }) => {
    const context = await browser.newContext({ baseURL: stage.url, colorScheme: 'dark' });
    const page = await context.newPage();
    await page.goto('/');
    await page.getByLabel('User name').fill('TECH\\anna');
    await page.getByLabel('Password').fill('anna-demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('Enterprise Manager has no agent jobs')).toBeVisible();
    await expect(page.getByRole('banner')).toContainText('no jobs');
    // Dim marks are the grey of a count that is none.
    await expect(page.locator('svg.text-ok')).toHaveCount(0);
    await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', '/icons/unknown.svg');
    // Nor does any state of jobs read as if there were some.
    for (const state of ['failed', 'running', 'overdue', 'all']) {
      await page.goto(`/?state=${state}`);
      await expect(page.getByText('Enterprise Manager has no agent jobs')).toBeVisible();
    }
    await page.goto('/wall');
    await expect(page.getByText('No jobs')).toBeVisible();
    await expect(page.locator('main .text-ok')).toHaveCount(0);
    await context.close();
  });
});
