import type { Page } from '@playwright/test';
import { card, row } from '../src/board-page.ts';
import { signInByCall, textIn } from '../src/desk-client.ts';
import { violationsIn } from '../src/findings.ts';
import { expect, test } from '../src/test.ts';

/** A key of a keyboard whose letters are others. */
async function pressKey(page: Page, key: string, code: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text: key });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code });
  await session.detach();
}

/** Rows that no cell of theirs names, and targets that a finger would miss; what the eye does not see is neither. */
async function unfitIn(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const cellsOf = (row: HTMLTableRowElement) => [...row.cells].filter((cell) => cell.colSpan === 1);
    const nameless = [...document.querySelectorAll<HTMLTableRowElement>('tbody tr')].filter(
      (row) => cellsOf(row).length > 1 && !cellsOf(row).some(({ scope }) => scope === 'row'),
    );
    const targets = 'button, summary, select, main header a, #account a, main h2 a, main a[href="/wall"]';
    const small = [...document.querySelectorAll(targets)].filter((target) => {
      const { width, height } = target.getBoundingClientRect();
      return width > 2 && height > 2 && (height < 24 || width < 24);
    });
    return [...nameless, ...small].map((found) => found.outerHTML.slice(0, 300));
  });
}

test('letters typed right after Ctrl-K are all in the search, and none of them works the board', async ({
  stage,
  signIn,
}) => {
  const page = await signIn('anna');
  await page.goto(stage.url);
  await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toBeVisible();
  await page.keyboard.press('j');
  // As a page gets them that has not yet drawn what Ctrl-K opens.
  await page.evaluate(() => {
    const press = (key: string, ctrlKey = false) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }),
      );
    press('k', true);
    for (const key of 'rxje') press(key);
  });
  const search = page.getByRole('dialog').getByRole('combobox');
  await expect(search).toHaveValue('rxje');
  await page.keyboard.type('42');
  await expect(search).toHaveValue('rxje42');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('Ctrl-K shows how many were found beyond those it lists, and leads to all of them', async ({ signIn }) => {
  const page = await signIn('henry');
  const find = async (text: string) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(text);
  };
  const dialog = page.getByRole('dialog');
  await find('vbr');
  const jobs = dialog.getByRole('group', { name: 'Jobs' }).getByRole('option', { name: /^All \d+ jobs$/ });
  const count = Number((await jobs.textContent())?.match(/\d+/)?.[0]);
  expect(count).toBeGreaterThan(6);
  await expect(dialog.getByRole('status')).toContainText(`${count} jobs (the first 6 listed)`);
  for (let down = 0; down < 6; down += 1) await page.keyboard.press('ArrowDown');
  await expect(jobs).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(count + 1));
  await expect(page).toHaveURL(/\?state=all&q=vbr$/);
  await find('0');
  await page.keyboard.type('1');
  await dialog.getByRole('option', { name: /^All \d+ machines$/ }).click();
  await expect(page).toHaveURL(/\/machines\?q=01$/);
  await expect(page.getByRole('status').getByText(/^\d+ machines/)).toBeVisible();
  await find('no such thing');
  await expect(dialog.getByText('No job and no machine found.')).toHaveCount(2);
});

/** Types this the moment the page's search is there, on a busy machine: what scripts leave for later comes a while later. */
async function typeAtOnce(page: Page, typed: string): Promise<void> {
  await page.addInitScript((letter) => {
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function later(message: unknown) {
      setTimeout(() => post.call(this, message), 100);
    };
    const watch = new MutationObserver(() => {
      const search = document.querySelector<HTMLInputElement>('main input[type=search]');
      if (!search) return;
      watch.disconnect();
      search.focus();
      document.execCommand('insertText', false, letter);
    });
    watch.observe(document, { childList: true, subtree: true });
  }, typed);
}

test('a letter typed the moment a search is drawn stays', async ({ stage, signIn }) => {
  const page = await signIn('anna');
  await typeAtOnce(page, 'K');
  for (const path of ['/', '/machines']) {
    await page.goto(`${stage.url}${path}`);
    const search = page.getByRole('main').getByRole('searchbox');
    await expect(search).toBeFocused();
    await page.keyboard.type('eyboard');
    await expect(search).toHaveValue('Keyboard');
    await expect(page).toHaveURL(/q=Keyboard/);
  }
});

test('a dialog takes the keyboard on its title, keeps it when outcomes come, and gives it back', async ({
  stage,
  signIn,
}) => {
  const { name } = stage.em.world.addJob({ name: 'Back', machines: ['b1'], last: 'failed', outcome: 'success' });
  const page = await signIn('anna');
  const box = row(page, name).getByRole('checkbox');
  const dialog = page.getByRole('dialog');
  await box.focus();
  for (const way of ['Cancel', 'Close']) {
    await page.keyboard.press('r');
    await expect(dialog.getByRole('heading', { name: 'Retry 1 job' })).toBeFocused();
    await dialog.getByRole('button', { name: way, exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(box).toBeFocused();
  }
  // The button that opens it now goes with the selection it is about.
  await box.press('Space');
  await page.getByRole('button', { name: 'Retry 1…' }).press('Enter');
  await dialog.getByRole('button', { name: 'Retry 1 job' }).press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('1 of 1 retry requested');
  await expect(dialog.getByRole('heading', { name: 'Retry 1 job' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByRole('main')).toBeFocused();
});

test('a button that goes leaves the keyboard to what it stood in', async ({ stage, signIn }) => {
  const { name } = stage.em.world.addJob({ name: 'Kept', machines: ['k1'], last: 'failed', outcome: 'failed' });
  const page = await signIn('anna');
  const box = row(page, name).getByRole('checkbox');
  const clear = page.getByRole('button', { name: 'Clear', exact: true });
  await box.press('Space');
  await clear.press('Enter');
  await expect(clear).toHaveCount(0);
  await expect(page.locator(':focus')).toHaveCount(1);
  await row(page, name).getByRole('button', { name: 'Retry' }).press('Enter');
  await expect(card(page, name)).toBeVisible();
  await expect(row(page, name).getByRole('button', { name: 'Retry' })).toHaveCount(0);
  await expect(page.locator(':focus')).toHaveCount(1);
});

test('the keys of the board work with Caps Lock and on a Cyrillic keyboard, and have a button; a link leads past the table', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  // From there on: past the table, which may be long.
  const skip = page.getByRole('link', { name: 'Skip the table' });
  expect((await skip.boundingBox())?.width).toBe(1);
  await page.keyboard.press('Tab');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  expect((await skip.boundingBox())?.width).toBeGreaterThan(60);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Tasks' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'All tasks' })).toBeFocused();
  await pressKey(page, 'J', 'KeyJ');
  await pressKey(page, 'X', 'KeyX');
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1);
  await pressKey(page, 'ч', 'KeyX');
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
  await pressKey(page, 'к', 'KeyR');
  await expect(page.getByRole('dialog', { name: /^Retry/ })).toBeVisible();
});

test('every target is large enough for a finger, rows have heads, and wide tables move by the keyboard', async ({
  stage,
  signIn,
}) => {
  test.slow();
  const job = stage.em.world.addJob({ name: 'Targets', machines: ['target-01'], last: 'failed' });
  const page = await signIn('anna');
  await expect(row(page, job.name)).toBeVisible();
  const anna = await signInByCall(stage.url, 'anna');
  const task = await anna.call('POST', `/api/agents/jobs/${job.id}?action=retry`, { note: 'x' });
  await anna.call('POST', '/api/tokens', { name: 'Nightly report', role: 'viewer', days: 30 });
  await anna.call('POST', '/api/wall-links', { name: 'Office' });
  for (const path of [
    '/',
    '/?q=a',
    '/audit?since=day',
    '/tasks?since=day',
    '/settings',
    '/about',
    '/machines',
    '/shift',
    '/machines?q=target-01',
    `/jobs/${job.id}`,
    `/tasks/${textIn(task, 'taskId')}`,
  ]) {
    await page.goto(path);
    await expect(page.getByRole('rowheader').first(), path).toBeVisible();
    await expect(page.getByText(/^(Loading|Requesting)/)).toHaveCount(0);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const violations = await violationsIn(page, 'html', ['target-size', 'scrollable-region-focusable']);
      expect(violations.map(({ id, nodes }) => `${width} ${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      await page.locator('[aria-controls=account]').click();
      await expect(page.locator('#account')).toBeVisible();
      expect.soft(await unfitIn(page), `${width} ${path}`).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.locator('#account')).toBeHidden();
    }
  }
});

test('the text read aloud of an old board does not change from second to second', async ({ stage, signIn }) => {
  const page = await signIn('anna');
  await stage.em.stop();
  const banner = page.getByRole('status').filter({ hasText: 'Enterprise Manager has not responded' });
  await expect(banner).toBeVisible();
  const changes = await banner.evaluate(
    (region) =>
      new Promise<number>((resolve) => {
        let seen = 0;
        new MutationObserver((records) => {
          seen += records.length;
        }).observe(region, { childList: true, characterData: true, subtree: true });
        setTimeout(() => resolve(seen), 7_000);
      }),
  );
  expect(changes).toBe(0);
});
