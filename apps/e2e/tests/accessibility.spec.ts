import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { row } from '../src/board-page.ts';
import { signInByCall } from '../src/desk-client.ts';
import { expect, test } from '../src/test.ts';

const contrast = ['color-contrast', 'link-in-text-block'];
/** Colours are looked at in every theme; what else there is depends on the width alone. */
const looks = [
  { width: 1440, media: { colorScheme: 'light', forcedColors: 'none' }, rules: 'all' },
  { width: 1440, media: { colorScheme: 'dark', forcedColors: 'none' }, rules: 'contrast' },
  { width: 390, media: { colorScheme: 'dark', forcedColors: 'none' }, rules: 'all' },
  { width: 390, media: { colorScheme: 'dark', forcedColors: 'active' }, rules: 'contrast' },
] as const;

/** What axe finds on the page in each look, without fetching it anew. */
async function findings(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const { width, media, rules } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page });
    const { violations } = await (rules === 'contrast' ? axe.withRules(contrast) : axe).analyze();
    const look = `${where} at ${width}, ${media.colorScheme}, forced colours ${media.forcedColors}`;
    found.push(...violations.map(({ id, nodes }) => `${look}: ${id}: ${nodes[0]?.html}`));
  }
  return found;
}

const pages = {
  'work on': ['/', '/?state=all', '/jobs/', '/tasks', '/tasks/', '/machines'],
  'look at': ['/machines?q=ber', '/audit', '/settings', '/about', '/wall', '/wall?link=spent', '/nowhere'],
};
for (const [name, paths] of Object.entries(pages)) {
  test(`axe finds nothing on the pages that people ${name}, at any width, in any theme and in forced colours`, async ({
    stage,
    signIn,
  }) => {
    test.slow();
    const anna = await signInByCall(stage.url, 'anna');
    const read = async () => (await anna.call('GET', '/api/board')) as { failed: { id: string }[] }; // the shape is the contract's
    await expect.poll(async () => (await read()).failed.length).toBeGreaterThan(0);
    const id = (await read()).failed[0]?.id;
    await anna.call('POST', `/api/agents/jobs/${id}?action=retry`, { note: 'x' });
    const { tasks } = (await anna.call('GET', '/api/tasks')) as { tasks: { taskId: string }[] }; // as above
    const page = await signIn('anna');
    const found: string[] = [];
    for (const path of paths) {
      const own = { '/jobs/': `/jobs/${id}`, '/tasks/': `/tasks/${tasks[0]?.taskId}` };
      await page.goto(path === '/jobs/' || path === '/tasks/' ? own[path] : path);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByText(/^(Loading|Reading|Asking|Searching)/)).toHaveCount(0);
      found.push(...(await findings(page, path)));
    }
    expect(found).toEqual([]);
  });
}

test('on a phone the reason and Retry are there without scrolling sideways', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({
    name: 'On call',
    machines: ['oc-1'],
    last: 'failed',
    reason: 'Disk is full',
    outcome: 'success',
  });
  const page = await signIn('anna');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(row(page, job.name)).toContainText('Disk is full');
  const retryButton = row(page, job.name).getByRole('button', { name: /Retry/ });
  await retryButton.scrollIntoViewIfNeeded();
  await expect(retryButton).toBeInViewport({ ratio: 1 });
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll).toBe(client);
});

test('the board is worked by keyboard alone: search, rows, tick, retry', async ({ stage, signIn }) => {
  const job = stage.em.world.addJob({ name: 'Keyboard job', machines: ['kb-1'], last: 'failed', outcome: 'success' });
  const page = await signIn('anna');
  await page.keyboard.press('/');
  await page.keyboard.type('Keyboard job');
  await expect(page).toHaveURL(/q=Keyboard/);
  await expect(page.getByRole('row').filter({ has: page.getByRole('checkbox') })).toHaveCount(2);
  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(row(page, job.name).getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('r');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Retry/ })
    .press('Enter');
  await expect(page.getByRole('article').filter({ hasText: job.name })).toContainText('Backed up');
});
