import { row } from '../src/board-page.ts';
import { expect, test } from '../src/test.ts';

const jobs = Array.from({ length: 300 }, (_, number) => `Long list ${String(number + 1).padStart(3, '0')}`);

test.use({
  stageOptions: {
    simulator: { jobs: 0 },
    prepare(em) {
      for (const name of jobs)
        em.world.addJob({ name, machines: [`${name} host`], last: 'failed', reason: 'Disk full' });
    },
  },
});

test('a long list is drawn where one looks, by the wheel and by the keyboard, with reasons open as well', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  await page.goto('/?sort=job');
  await expect(page.getByRole('table', { name: 'Failed jobs' })).toHaveAttribute('aria-rowcount', '301');
  await expect(row(page, 'Long list 001')).toBeInViewport();
  await expect(row(page, 'Long list 300')).toHaveCount(0);

  await page.mouse.move(400, 600);
  await page.mouse.wheel(0, 100_000);
  await expect(row(page, 'Long list 300')).toBeInViewport();
  await expect(row(page, 'Long list 001')).toHaveCount(0);
  await page.mouse.wheel(0, -100_000);
  await expect(row(page, 'Long list 001')).toBeInViewport();

  for (const _ of jobs.slice(0, 40)) await page.keyboard.press('j');
  await expect(row(page, 'Long list 040')).toBeInViewport();
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Long list 040', expanded: true })).toBeInViewport();
  await expect(row(page, 'Long list 041')).toBeVisible();
});
