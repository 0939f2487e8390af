import type { Locator, Page } from '@playwright/test';
import { signInByCall } from '../src/desk-client.ts';
import { expect, test } from '../src/test.ts';

/** The requests for the thirty days behind the first board; counts are read by pages of one. */
const history = /CreationTime%3C.*pageSize=100/;
const reason = 'The network path was not found.';
/** More machines than one search lists; the name of the first is part of all others. */
const fleet = ['fleet', ...Array.from({ length: 54 }, (_, n) => `fleet-${n + 10}`)];

test.use({
  timezoneId: 'Asia/Tokyo',
  locale: 'en-GB',
  stageOptions: {
    simulator: { jobs: 24, seed: 1, speed: 20 },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '8' },
    prepare({ world, faults }) {
      world.addJob({ name: 'Oracle Kiel', machines: ['kiel-ora03'], last: 'failed', streak: 3, reason });
      world.addJob({ name: 'Retried before', machines: ['again-01'], last: 'failed', outcome: 'success' });
      world.addJob({ name: 'Fleet', machines: fleet, last: 'success' });
      faults.add({ path: history, times: 1e9, do: { kind: 'status', status: 503 } });
    },
  },
});

/** Whether each of these can be distinguished from what it stands on. */
async function isSeen(bars: Locator, property: 'background-color' | 'fill'): Promise<boolean[]> {
  await expect(bars.first()).toBeAttached();
  return await bars.evaluateAll(
    (all, name) =>
      all.map((bar) => {
        const shown = getComputedStyle(bar).getPropertyValue(name);
        return shown !== 'rgba(0, 0, 0, 0)' && shown !== getComputedStyle(document.body).backgroundColor;
      }),
    property,
  );
}

async function headerHeight(page: Page): Promise<number> {
  return (await page.getByRole('banner').boundingBox())?.height ?? 0;
}

test('pages of a job, a machine and a task show what is known, in one kind of time, at any width and in forced colours', async ({
  stage,
  signIn,
}) => {
  const { url, em } = stage;
  const anna = await signInByCall(url, 'anna');
  const retried = em.world.job('Retried before');
  const { taskId } = (await anna.call('POST', `/api/agents/jobs/${retried.id}?action=retry`, { note: 'x' })) as {
    taskId: string; // the shape is the contract's
  };
  const page = await signIn('anna');
  const job = `/jobs/${em.world.job('Oracle Kiel').id}`;
  const machine = page.getByRole('region', { name: 'kiel-ora03' });

  await test.step('while older runs have not been read nothing is called none', async () => {
    await page.goto(job);
    const main = page.getByRole('main');
    await expect(main.locator('dl').first()).toContainText(/last success\s*not read yet/);
    await expect(main.locator('dl').first()).toContainText(/≥ \d+×/);
    await expect(main).toContainText(/In 30 days: .* \d+ not read yet\./);
    await expect(main.getByText(/Runs before .* have not been read yet\./)).toHaveCount(2);
    await page.goto('/machines?q=kiel-ora03');
    await expect(machine).toContainText('kiel-ora03: last good backup not read yet, failed');
    await page.goto('/?q=Oracle+Kiel');
    await expect(page.getByRole('row').filter({ hasText: 'Oracle Kiel' })).toContainText('not read yet');
    await expect(page.getByRole('region', { name: 'Counts' })).toContainText(/≥ \d+recovered today/);
  });

  em.faults.clear();
  await test.step('once they have, a machine is described in a sentence that can be copied', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/machines?q=kiel-ora03');
    await expect(machine).toContainText(
      /kiel-ora03: last good backup \d+ \w+ \d\d:\d\d, failed \d+ \w+ \d\d:\d\d: The network path was not found, next run \d+ \w+ \d\d:\d\d \(GMT\+9\)\./,
    );
    await machine.getByRole('button', { name: 'Copy the sentence about kiel-ora03' }).click();
    await expect(machine.getByRole('button', { name: 'Copied' })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^kiel-ora03: last good backup .*\(GMT\+9\)\.$/);
    await page.goto('/machines');
    await expect(page.getByRole('row').filter({ hasText: 'kiel-ora03' })).toContainText(reason);
  });

  await test.step('of many machines the first are looked up, others by a press, and a list that is not whole shows that', async () => {
    await page.goto('/machines?q=fleet');
    await expect(page.getByRole('region', { name: /^fleet/ })).toHaveCount(50);
    await expect(page.getByRole('status').filter({ hasText: 'machines' })).toHaveText(
      '55 machines, of which the first 50 are listed. More letters find fewer.',
    );
    await expect(page.getByRole('main')).not.toContainText(/not read yet|none known|no next run known/);
    await expect(page.getByRole('region', { name: 'fleet', exact: true })).toContainText(
      /fleet: last good backup \d+ \w+ \d\d:\d\d,/,
    );
    await page.getByRole('link', { name: 'Show last good backup and next run of fleet-32' }).click();
    await expect(page.getByRole('region', { name: 'fleet-32' })).toContainText(
      /fleet-32: last good backup \d+ \w+ \d\d:\d\d,/,
    );
  });

  await test.step('every run is a bar of its own, and bars are seen without colours of ours', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await page.goto(job);
    await expect(page.locator('dl').first()).not.toContainText('not read yet');
    const { runs } = (await anna.call('GET', `/api${job.replace('/jobs', '/agents/jobs')}`, undefined)) as {
      runs: unknown[]; // the shape is the contract's
    };
    const bars = page.locator('figure g > rect');
    await expect(bars).toHaveCount(runs.length);
    const places = await bars.evaluateAll((all) => all.map((bar) => Math.round(bar.getBoundingClientRect().left)));
    expect(new Set(places).size).toBe(runs.length);
    expect(await isSeen(bars, 'fill')).not.toContain(false);
    expect(
      await isSeen(page.locator('i[data-state]:not([data-state=unknown], [data-state=unread])'), 'background-color'),
    ).not.toContain(false);
    await page.goto('/');
    expect(
      await isSeen(
        page
          .getByRole('img', { name: /Last 30 days/ })
          .locator('path')
          .first(),
        'fill',
      ),
    ).toEqual([true]);
    await page.emulateMedia({ forcedColors: 'none' });
  });

  await test.step('the steps of a task hold no time of another kind', async () => {
    await page.goto(`/tasks/${taskId}`);
    const steps = page.getByRole('table', { name: 'Steps' });
    await expect(steps).toContainText(/the run of (\d+ \w+ )?\d\d:\d\d:\d\d (ended|is a new run)/);
    await expect(page.getByRole('main')).not.toContainText(/\d{4}-\d\d-\d\dT/);
  });

  await test.step('on a phone the audit is moved by keyboard, and an old header stays as high as it was', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/audit');
    const log = page.getByRole('group', { name: 'Audit' });
    await log.focus();
    await expect(log).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => log.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
    const fresh = await headerHeight(page);
    await em.stop();
    await expect(page.getByRole('banner')).toContainText('not responding', { timeout: 30_000 });
    expect(await headerHeight(page)).toBe(fresh);
    await em.start(Number(new URL(em.url).port));
  });
});
