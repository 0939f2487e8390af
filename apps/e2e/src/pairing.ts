import { type Browser, expect, type Page } from '@playwright/test';

/** A screen without a session that shows a pairing code, in a browser of its own. */
export type CodeScreen = { page: Page; code: string };

export async function openCodeScreen(browser: Browser, url: string): Promise<CodeScreen> {
  const page = await (await browser.newContext({ baseURL: url })).newPage();
  await page.goto('/wall');
  await expect(page.getByText(/Valid until \d\d:\d\d/)).toBeVisible();
  return { page, code: (await page.locator('main > section p > b').textContent()) ?? '' };
}

/** Types the code of a screen in Settings, until the screen is found. */
export async function findScreen(page: Page, name: string, screen: CodeScreen): Promise<void> {
  await page.getByLabel('Name of the screen').fill(name);
  await page.getByLabel('Code on the screen').fill(screen.code);
  await page.getByRole('button', { name: 'Find the screen' }).click();
  await expect(page.getByRole('button', { name: 'Open the wall on this screen' })).toBeVisible();
  await expect(screen.page.getByText('An operator has typed this code.')).toBeVisible();
}

/** Creates a wall link and an API token in Settings and leaves the boxes with them open; the address of the link. */
export async function createBoth(page: Page, name: string): Promise<string> {
  await page.getByLabel('Name of the screen').fill(name);
  await page.getByRole('button', { name: 'Create wall link' }).click();
  await page.getByLabel('Name of the script').fill(name);
  await page.getByRole('button', { name: 'Create API token' }).click();
  await expect(page.getByRole('status').filter({ hasText: /has been created$/ })).toHaveCount(2);
  return await page.getByLabel('Address of the wall link').inputValue();
}
