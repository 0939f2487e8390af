import AxeBuilder from '@axe-core/playwright';
import { row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page in ${colorScheme}`, async ({ stage, signIn }) => {
    const page = await signIn('anna');
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const job = stage.em.world.jobs()[0];
    for (const path of [
      '/',
      '/?state=all',
      `/jobs/${job?.id}`,
      '/tasks',
      '/machines',
      '/settings',
      '/about',
      '/wall',
      '/wall?link=spent',
    ]) {
      await page.goto(path);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByText(/^(Loading|Reading|Asking)/)).toHaveCount(0);
      const axe = new AxeBuilder({ page });
      // The theme changes colours and nothing else.
      if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
      const { violations } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
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
