import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { expect, test } from '../src/test.ts';

const dayMs = 24 * 60 * 60_000;
/** How far the world's clock is behind: two nights pass before anybody looks. */
let behind = 0;

test.beforeEach(() => {
  behind = -2 * dayMs;
});

const reason = `The file ${'\\\\nas-01\\backups\\'.repeat(6)} could not be opened, and it is not known since when`;

test.use({
  stageOptions: {
    simulator: { jobs: 60, seed: 1, runsSchedules: true, clock: { now: () => Date.now() + behind } },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' },
    prepare({ world }) {
      world.addJob({ name: 'Payroll', machines: ['pay-01'], last: 'success' });
      world.missStarts('Payroll');
      world.addJob({ name: 'Paused', machines: ['old-01'], last: 'success', schedule: { kind: 'disabled' } });
      behind = 0;
      for (let n = 10; n < 40; n += 1)
        world.addJob({
          name: `Branch office ${n} ${'with a long name '.repeat(3)}`,
          machines: [`branch-${n}`],
          last: 'failed',
          streak: n % 5,
          outcome: 'success',
          reason,
        });
    },
  },
});

/** Pages of a PDF as Chromium writes it. */
function pagesOf(pdf: Buffer): number {
  return [...pdf.toString('latin1').matchAll(/\/Type \/Page\b(?!s)/g)].length;
}

test('a job that did not run tonight is on the wall by morning, and one whose schedule is off is not', async ({
  signIn,
}) => {
  const page = await signIn('henry');
  await page.goto('/?state=all&q=Paused');
  await expect(page.getByRole('row').filter({ hasText: 'Paused' })).toContainText('schedule off');
  await page.goto('/wall');
  await expect(page.getByRole('listitem').filter({ hasText: 'Payroll' })).toContainText(/did not run, expected/);
  await expect(page.getByRole('listitem').filter({ hasText: 'Paused' })).toHaveCount(0);
});

test('the morning page has what happened, to read, to copy, as a file and on one sheet of paper', async ({
  signIn,
}) => {
  test.slow();
  const page = await signIn('anna', { permissions: ['clipboard-read', 'clipboard-write'] });
  await expect(page.getByRole('row').filter({ hasText: 'Payroll' })).toContainText('Did not run');
  const boxes = page.locator('tbody').getByRole('checkbox', { disabled: false });
  for (const n of [0, 1, 2, 3]) await boxes.nth(n).check();
  await page.getByRole('button', { name: 'Acknowledge…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note').fill(`The storage is being replaced. ${'Ask the supplier. '.repeat(10)}`);
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(dialog).toHaveCount(0);
  await page
    .getByRole('button', { name: /^Retry Branch office 3/ })
    .first()
    .click();

  await page.getByRole('link', { name: 'Hand-over' }).click();
  await page.getByRole('combobox', { name: 'Since' }).selectOption('last 7 days');
  await expect(page).toHaveURL(/since=week/);
  const needs = page.getByRole('table', { name: 'Needs attention now' });
  await expect(needs.getByRole('row').filter({ hasText: 'Payroll' })).toContainText('Did not run');
  await expect(needs.getByRole('row').nth(1)).toContainText(/Failed 4×.*hand over/);
  await expect(needs.getByRole('row').filter({ hasText: /Known: .*anna: The storage/ })).toHaveCount(4);
  const numbers = page.getByRole('list', { name: 'In this time' }).getByRole('listitem');
  const head = page.getByRole('heading', { name: /^Needs attention now/ });
  const inNumbers = numbers.filter({ hasText: 'need attention now' });
  const numberIn = async (place: Locator) => Number((await place.textContent())?.match(/\d+/)?.[0]);
  // Known ones are counted apart, in both.
  await expect.poll(async () => (await numberIn(head)) - (await numberIn(inNumbers))).toBe(0);
  const retries = page.getByRole('region', { name: /^Retries 1/ });
  await expect(retries.getByRole('listitem')).toContainText(/Branch office 3.*by TECH\\anna/);
  await expect(
    page
      .getByRole('region', { name: /^Repaired themselves \d/ })
      .getByRole('listitem')
      .first(),
  ).toContainText(/failed .*, good again/);
  await expect(page.getByRole('region', { name: /^Acknowledgements 4/ }).getByRole('listitem')).toHaveCount(4);
  await expect(page.getByRole('figure')).toContainText(/Jobs that failed: \d+, at most \d+ \(\w{3}, \d+ \w+ \d{4}\)/);

  for (const format of ['A4', 'Letter']) {
    const pdf = await page.pdf({ format, margin: { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' } });
    expect(pagesOf(pdf), format).toBe(1);
  }

  await page.getByRole('button', { name: 'Copy as text' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Retry Desk hand-over, [\s\S]*Needs attention now: \d+\n- Branch office/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const file = readFileSync(await (await download).path(), 'utf16le');
  expect(file).toContain('Payroll');
});

test('the hand-over begins where a person looked last, for a viewer too; without Enterprise Manager it claims nothing', async ({
  stage,
  signIn,
}) => {
  const page = await signIn('henry');
  await page.goto('/shift');
  await expect(page.getByRole('heading', { name: 'Hand-over' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Needs attention now \d/ })).toBeVisible();
  await stage.em.stop();
  await expect(page.getByText('Enterprise Manager has not responded since')).toBeVisible();
  await expect(page.getByText('No job needs attention')).toHaveCount(0);
});

test('a person to whom no hand-over could be shown has not looked at one', async ({ stage, signIn }) => {
  const page = await signIn('henry');
  const visits: string[] = [];
  page.on('request', (request) => request.url().endsWith('/api/shift/visits') && visits.push(request.url()));
  await stage.stopDesk();
  await stage.em.stop();
  await stage.startDesk();
  await page.goto('/shift');
  await expect(page.getByText('The hand-over could not be loaded')).toBeVisible();
  expect(visits).toEqual([]);
});
