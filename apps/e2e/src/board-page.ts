import type { Locator, Page } from '@playwright/test';

/** The row of a job in the table of failed jobs. */
export function row(page: Page, job: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: job, exact: true }) });
}

/** The newest task card of a job in the rail. */
export function card(page: Page, job: string): Locator {
  return page
    .getByRole('complementary', { name: 'Tasks' })
    .getByRole('article')
    .filter({ has: page.getByRole('link', { name: job, exact: true }) })
    .first();
}

/** Presses Retry in the row of a job. */
export async function retry(page: Page, job: string): Promise<void> {
  await row(page, job).getByRole('button', { name: 'Retry' }).click();
}
