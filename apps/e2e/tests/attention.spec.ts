import type { StageOptions } from '../src/stage.ts';
import { expect, test } from '../src/test.ts';

/** The world stands still for six days before it is seen: a run that began then still goes on. */
let behind = -6 * 24 * 60 * 60_000;

const stageOptions: StageOptions = {
  simulator: { jobs: 0, clock: { now: () => Date.now() + behind } },
  prepare({ world }) {
    world.addJob({ name: 'Oracle Hamburg', machines: ['ham-ora03'], last: 'failed', streak: 4 });
    world.addJob({ name: 'File Server Linz', machines: ['lnz-fs01'], last: 'failed', streak: 2 });
    world.addJob({ name: 'Web Server Graz', machines: ['grz-web01'], last: 'success' });
    world.startRun('Oracle Hamburg');
    behind = 0;
    // Something newer is listed of the same backup server.
    world.startRun('Web Server Graz');
  },
  environment: { POLL_SECONDS: '1', TICKET_URL: 'https://tickets.test/{ticket}' },
};

test.use({ stageOptions });

test('a run that hangs is on board and wall; a known problem is counted apart, and stays in sight', async ({
  signIn,
}) => {
  const page = await signIn('anna');
  const hung = page.getByRole('row').filter({ hasText: 'Oracle Hamburg' });
  await expect(hung).toContainText(/Running since .*failed 4 times in a row/);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const line of [/^Running since/, /failed 4 times in a row/]) {
      const isWhole = (part: Element) =>
        part.scrollWidth <= part.clientWidth && part.scrollHeight <= part.clientHeight + 1;
      await expect.poll(() => hung.locator('div.truncate', { hasText: line }).last().evaluate(isWhole)).toBe(true);
    }
  }
  await expect(page.getByRole('link', { name: /2 need attention 1 hung/ })).toBeVisible();
  await expect(page).toHaveTitle(/^2 need attention/);
  await page.getByRole('button', { name: 'Hung', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'File Server Linz' })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Select Oracle Hamburg' }).check();
  await page.getByRole('button', { name: 'Acknowledge…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Acknowledge this job?' });
  await dialog.getByLabel('Note').fill('Storage is being replaced');
  await dialog.getByLabel('Ticket (optional)').fill('INC 12');
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(hung).toContainText(/Known: .*anna · INC 12 · until the next success · Storage is being replaced/);
  await expect(hung.getByRole('link', { name: 'INC 12' })).toHaveAttribute('href', 'https://tickets.test/INC%2012');
  await expect(page.getByRole('link', { name: /1 need attention 1 hung · 1 known/ })).toBeVisible();

  const henry = await signIn('henry');
  await expect(henry.getByRole('row').filter({ hasText: 'Oracle Hamburg' })).toContainText('Known:');
  await expect(henry.getByRole('button', { name: /^Withdraw/ })).toHaveCount(0);

  await page.goto('/wall');
  await expect(page.getByRole('heading', { name: '1 job needs attention' })).toBeVisible();
  await expect(page.getByText('1 failed · 1 hung · 1 known')).toBeVisible();
  const known = page.getByRole('listitem').filter({ hasText: 'Oracle Hamburg' });
  await expect(known).toContainText(/known · .*running for 6 days/);
});

test('a known problem stops distracting, and comes back for another cause, with a card that reports it', async ({
  stage,
  signIn,
}) => {
  const { world } = stage.em;
  for (const n of [1, 2])
    world.addJob({
      name: `Branch ${n}`,
      machines: [`br-${n}`],
      last: 'failed',
      reason: 'There is not enough space on the disk.',
    });
  const page = await signIn('anna');
  await page.goto('/?by=cause');
  await page.getByRole('button', { name: /^Acknowledge… .*space/i }).click();
  const dialog = page.getByRole('dialog', { name: 'Acknowledge 2 jobs?' });
  await dialog.getByLabel('Note').fill('Disks are ordered');
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('link', { name: /2 known/ })).toBeVisible();
  await page.goto('/?known=no');
  await expect(page.getByRole('row').filter({ hasText: 'File Server Linz' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Branch 1' })).toHaveCount(0);

  world.fail('Branch 1', 'The network path was not found.');
  await expect(page.getByRole('row').filter({ hasText: 'Branch 1' })).toContainText(/network/i);
  const ended = page.getByRole('article', { name: 'Acknowledgement ended' });
  await expect(ended).toContainText(/Branch 1.*failed for another cause.*anna · Disks are ordered/);

  await page.goto('/?known=yes');
  await page.getByRole('button', { name: 'Withdraw the acknowledgement of Branch 2' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Branch 2' })).toHaveCount(0);
  await expect(ended).toHaveCount(1);
});

test.describe('of five hundred jobs', () => {
  test.use({
    stageOptions: {
      simulator: { jobs: 0 },
      prepare({ world }) {
        for (let n = 0; n < 505; n += 1) world.addJob({ name: `Branch ${n}`, machines: [`br-${n}`], last: 'failed' });
      },
      environment: { POLL_SECONDS: '1' },
    },
  });

  test('more jobs than one call takes are acknowledged, a blank note is not enough, and what needs nobody any more is named', async ({
    stage,
    signIn,
  }) => {
    const { world } = stage.em;
    const page = await signIn('anna');
    await expect(page.getByRole('link', { name: /505 failed now/ })).toBeVisible();
    await page.getByRole('checkbox', { name: /^Select all/ }).check();
    await page.getByRole('button', { name: 'Acknowledge…' }).click();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: 'Acknowledge' });
    await dialog.getByLabel('Note').fill('   ');
    await send.click();
    await expect(dialog.getByLabel('Note')).toHaveAccessibleDescription(/Write what is known/);
    await dialog.getByLabel('Note').fill('The storage is being replaced');
    world.startRun('Branch 500');
    world.finishRun('Branch 500', 'success');
    const recovered = async () => (await (await page.request.get('/api/board')).json()).counts.recoveredToday;
    await expect.poll(recovered).toBe(1);
    await send.click();
    await expect(dialog).toContainText('1 job no longer needed attention.');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('504 known')).toBeVisible();
  });
});
