import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import { chromiumArguments, findWholeChromium } from '../../e2e/src/chromium.ts';

/** The size of a page that nothing is asked of in particular. */
export const VIEWPORT = { width: 1440, height: 900 };

/** Starts Chromium without a window. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findWholeChromium();
  return chromium.launch({ args: chromiumArguments(), ...(executablePath ? { executablePath } : {}) });
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** A fresh browser profile, nothing in its cache, that looks at the product at this address; `state` holds its cookies. */
export async function openProfile(browser: Browser, url: string, state?: State): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: url,
    viewport: VIEWPORT,
    locale: 'en-GB',
    ...(state === undefined ? {} : { storageState: state }),
  });
}

/** Signs an operator in by the sign-in page; resolves when the board's table of failed jobs is drawn. */
export async function openSignedIn(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/');
  await enter(page);
  return page;
}

/** Fills the sign-in page that is open; resolves when the board's table of failed jobs is drawn. */
export async function enter(page: Page): Promise<void> {
  await page.getByLabel('User name').fill('TECH\\anna');
  await page.getByLabel('Password').fill('anna-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('table', { name: 'Jobs that need attention' }).waitFor({ timeout: 120_000 });
}

/** Waits until the table reports that many rows, without its head. */
export async function untilRows(page: Page, count: number): Promise<void> {
  await page.locator(`table[aria-rowcount="${count + 1}"]`).waitFor({ timeout: 300_000 });
}

/** Chromium's own interface to a page. */
export async function devtools(page: Page): Promise<CDPSession> {
  return page.context().newCDPSession(page);
}
