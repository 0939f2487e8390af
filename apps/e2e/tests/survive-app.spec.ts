import type { Page } from '@playwright/test';
import { row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

const failed = { name: 'Ablage Köln', machines: ['koeln-01'], last: 'failed' } as const;
test.use({
  stageOptions: {
    simulator: { jobs: 4, seed: 1 },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' },
    prepare: ({ world }) => void world.addJob(failed),
  },
});

test('a part that cannot be loaded is reported where it was opened, the page stays, and a second press tries again', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  const lost = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  // The bar of selected rows and the search are fetched as soon as the page has nothing better to do.
  await page.waitForFunction(() =>
    ['board-foot', 'machine-search-dialog'].every((part) =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes(part)),
    ),
  );
  await page.context().setOffline(true);
  // The parts fetched ahead are there.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  for (const key of ['?', 'r']) {
    if (key === 'r') await row(page, failed.name).focus();
    await page.keyboard.press(key);
    await expect(lost).toBeVisible();
    await expect(row(page, failed.name)).toBeVisible();
    await lost.getByRole('button', { name: 'Close' }).click();
    await expect(lost).toHaveCount(0);
  }
  await row(page, failed.name).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Retry 1…' }).click();
  await expect(lost).toBeVisible();
  await expect(row(page, failed.name).getByRole('checkbox')).toBeChecked();
  await page.getByRole('link', { name: 'Machines' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('could not be loaded');

  await page.context().setOffline(false);
  await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Machines' })).toBeVisible();
  await page.getByRole('link', { name: 'Board' }).click();
  for (const key of ['?', 'r']) {
    if (key === 'r') await row(page, failed.name).focus();
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('a browser that offers to translate the page leaves it alone', async ({ signIn }) => {
  const page = await signIn('anna');
  // The change that Chrome's translation makes to every text that may be translated.
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: Node[] = [];
    while (texts.nextNode()) found.push(texts.currentNode);
    for (const node of found) {
      if (!/[A-Za-z]{2}/.test(node.nodeValue ?? '') || node.parentElement?.closest('script,style,[translate=no]'))
        continue;
      const font = document.createElement('font');
      font.textContent = node.nodeValue;
      node.parentNode?.replaceChild(font, node);
    }
  });
  await expect(page.locator('font')).toHaveCount(0);
  await expect(page.locator('meta[name=google][content=notranslate]')).toBeAttached();
});

test('in high contrast it can be seen which filter is on, which page this is, and which choice is made', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.emulateMedia({ forcedColors: 'active' });
  const outline = (name: string, role: 'button' | 'link') =>
    page
      .getByRole(role, { name, exact: true })
      .first()
      .evaluate((element) => getComputedStyle(element).outlineStyle);
  expect([await outline('Needs attention', 'button'), await outline('All', 'button')]).toEqual(['solid', 'none']);
  expect([await outline('Board', 'link'), await outline('Tasks', 'link')]).toEqual(['solid', 'none']);
  await page.getByRole('button', { name: /operator/ }).click();
  const choices = page.getByRole('group', { name: 'Theme' }).locator('label');
  await expect(choices).toHaveCount(3);
  const outlines = await choices.evaluateAll((labels) => labels.map((label) => getComputedStyle(label).outlineStyle));
  expect(outlines.toSorted()).toEqual(['none', 'none', 'solid']);
  await page.keyboard.press('Escape');
  await expect(choices.first()).toBeHidden();
});

/** Header, title and tab at the first moment at which the banner stands, or is gone. */
async function viewOnce(page: Page, banner: 'stands' | 'gone') {
  const view = await page.waitForFunction(
    (isWanted) => {
      const banners = [...document.querySelectorAll('[role=status]')].filter(({ textContent }) =>
        /has not been updated|Retry Desk is not responding/.test(textContent),
      );
      if (banners.length > 0 !== isWanted) return null;
      const header = document.querySelector('header')?.textContent ?? '';
      const icon = document.querySelector('link[rel=icon]')?.getAttribute('href');
      return { isLive: /live/.test(header), title: document.title, icon };
    },
    banner === 'stands',
    { timeout: 60_000 },
  );
  return await view.jsonValue();
}

test('while the server is frozen header, banner, title and tab show the same at the same moment, on every page', async ({
  stage,
  signIn,
}) => {
  const page = await signIn('anna');
  const live = { isLive: true, icon: expect.stringContaining('/icons/failed-') };
  const old = { isLive: false, icon: '/icons/unknown.svg' };
  await expect(page).toHaveTitle(/\d failed/);
  stage.signalDesk('SIGSTOP');
  expect(await viewOnce(page, 'stands')).toEqual({ ...old, title: expect.stringContaining('Data is out of date') });
  stage.signalDesk('SIGCONT');
  expect(await viewOnce(page, 'gone')).toEqual({ ...live, title: expect.stringMatching(/\d failed/) });

  await page.getByRole('link', { name: 'Settings' }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText(/Live.*Responding.*Written/s);
  stage.signalDesk('SIGSTOP');
  expect(await viewOnce(page, 'stands')).toMatchObject(old);
  // At once with the banner: before a request of these sections has failed.
  expect(await main.textContent()).not.toMatch(/Live|Responding|Written/);
  stage.signalDesk('SIGCONT');
  expect(await viewOnce(page, 'gone')).toMatchObject(live);
  await expect(main).toContainText(/Live.*Responding.*Written/s);
});

test('while Enterprise Manager is away Retry is off with the reason, and only operators read the details', async ({
  stage,
  signIn,
}) => {
  const [anna, henry] = [await signIn('anna'), await signIn('henry')];
  const port = Number(new URL(stage.em.url).port);
  await stage.em.stop();
  for (const page of [anna, henry]) await expect(page.getByText('has not responded since')).toBeVisible();
  const button = row(anna, failed.name).getByRole('button', { name: /^Retry/ });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/Enterprise Manager is not responding/);
  await expect(anna.getByRole('button', { name: 'Collect now' })).toBeDisabled();
  await anna.getByText('Details', { exact: true }).click();
  const details = anna.locator('details p');
  await expect(details).toContainText('EM_URL');
  await expect(details).not.toContainText(/%|\.\.\s/);
  await expect(henry.getByText('Details', { exact: true })).toHaveCount(0);
  await expect(henry.locator('body')).not.toContainText(/EM_URL|\/api\//);
  await stage.em.start(port);
  await expect(button).toBeEnabled();
});
