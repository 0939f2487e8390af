import { expect, type Page, test } from '@playwright/test';
import { card, retry } from '../src/board-page.ts';
import { openStage } from '../src/stage.ts';
import { openSubPathProxy } from '../src/sub-path-proxy.ts';

/** Requests of a page outside of the path, and errors it prints. */
function watch(page: Page, base: string): string[] {
  const strange: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (url !== base && !url.startsWith(`${base}/`) && !url.startsWith(`${base}?`)) strange.push(url);
  });
  page.on('pageerror', (error) => strange.push(String(error)));
  page.on('console', (message) => {
    // A browser notes by itself that nobody was signed in yet.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      strange.push(message.text());
  });
  return strange;
}

for (const [title, takesAway] of [
  ['passes it on', false],
  ['takes it away', true],
] as const) {
  test(`below a path, behind a proxy that ${title}: sign-in, a retry to its end, pages loaded anew, a wall by link`, async ({
    browser,
  }) => {
    const proxy = await openSubPathProxy(takesAway);
    const stage = await openStage({
      simulator: { jobs: 24, seed: 1, speed: 20 },
      environment: { PUBLIC_URL: proxy.url, POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' },
    });
    proxy.leadTo(stage.url);
    const job = stage.em.world.addJob({ name: 'Payroll', machines: ['pay-1'], last: 'failed', outcome: 'success' });
    const context = await browser.newContext();
    const page = await context.newPage();
    const strange = watch(page, proxy.url);

    await page.goto(`${proxy.url}/tasks?state=open`);
    await expect(page).toHaveURL(`${proxy.url}/sign-in?returnTo=%2Ftasks%3Fstate%3Dopen`);
    await page.getByLabel('User name').fill('TECH\\anna');
    await page.getByLabel('Password').fill('anna-demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${proxy.url}/tasks?state=open`);

    await page.getByRole('banner').getByRole('link', { name: 'Board' }).click();
    await expect(page).toHaveURL(`${proxy.url}/`);
    await retry(page, job.name);
    await expect(card(page, job.name)).toContainText('Backed up');
    await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', /^\/retry\/icons\/failed-/);

    await card(page, job.name).getByRole('link', { name: job.name, exact: true }).click();
    await expect(page).toHaveURL(`${proxy.url}/jobs/${job.id}`);
    await page.reload();
    await expect(page.getByRole('heading', { name: job.name })).toBeVisible();
    await page.goto(proxy.url);
    await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toBeVisible();
    await page.goto(`${proxy.url}/nothing`);
    await page.getByRole('main').getByRole('link').click();
    await expect(page).toHaveURL(`${proxy.url}/`);

    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Name of the screen').fill('Operations room');
    await page.getByRole('button', { name: 'Create wall link' }).click();
    const link = await page.getByLabel('Address of the wall link').inputValue();
    const screen = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const wall = await screen.newPage();
    const strangeOfWall = watch(wall, proxy.url);
    await wall.goto(link);
    await wall.getByRole('button', { name: 'Open the wall here' }).click();
    await expect(wall).toHaveURL(`${proxy.url}/wall`);
    await expect(wall.getByRole('main')).toContainText(/jobs failed/);

    const cookies = [...(await context.cookies()), ...(await screen.cookies())];
    expect(new Set(cookies.map(({ path }) => path))).toEqual(new Set(['/retry']));
    expect([...strange, ...strangeOfWall]).toEqual([]);
    await context.close();
    await screen.close();
    await stage.stop();
    proxy.close();
  });
}
