import { expect, type Page } from '@playwright/test';

/** The visible parts of a retry: its state, the line under it, and the last step of its life. */
export type WithTimes = { title: string; under: string | RegExp; steps: readonly string[] };

/** Checks that the tasks page and the task's own page show the same of the newest retry of a job as its card did. */
export async function expectOnTaskPages(page: Page, job: string, { title, under, steps }: WithTimes): Promise<void> {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Tasks' }).click();
  const line = page
    .getByRole('table', { name: 'Tasks' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: job, exact: true }) })
    .first();
  await expect(line).toContainText(title);
  await expect(line).toContainText(under);
  await line.getByRole('link', { name: job, exact: true }).click();

  await expect(page.getByRole('main').getByRole('status')).toHaveText(title);
  await expect(page.getByRole('main')).toContainText(under);
  const shown = page.getByRole('table', { name: 'Steps' }).getByRole('rowheader');
  await expect(shown).toHaveText([...steps]);
}
