import { signInByCall } from '../src/desk-client.ts';
import { expect, test } from '../src/test.ts';

test.use({ viewport: { width: 1920, height: 1080 } });

test('a wall opened by its link updates by itself, shows when its data is out of date, comes back, and ends when the link is revoked', async ({
  stage,
  signIn,
  browser,
}) => {
  const anna = await signIn('anna');
  await anna.getByRole('link', { name: 'Settings' }).click();
  await anna.getByLabel('Name of the screen').fill('Operations room');
  await anna.getByRole('button', { name: 'Create wall link' }).click();
  const url = await anna.getByLabel('Address of the wall link').inputValue();
  await anna.getByRole('button', { name: 'Done' }).click();

  const screen = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const wall = await screen.newPage();
  await wall.goto(url);
  await wall.getByRole('button', { name: 'Open the wall here' }).click();
  await expect(wall).toHaveURL(`${stage.url}/wall`);
  await expect(wall.getByRole('main')).toContainText(/jobs failed/);

  const failed = stage.em.world.addJob({ name: 'Fails just now', machines: ['new-1'], last: 'success' });
  stage.em.world.fail(failed.id, 'The disk is full');
  await expect(wall.getByText('Fails just now')).toBeVisible();

  // Capitals of Inter are 0.727 of its size; on a 55 inch screen 36.7 pixels are 16 arc minutes from five metres.
  const why = wall.locator('ol > li > p').first();
  const size = await why.evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize));
  expect(size * 0.727).toBeGreaterThan(36.7);
  for (let count = 0; count < 12; count += 1)
    stage.em.world.fail(
      stage.em.world.addJob({ name: `Branch ${count}`, machines: [`branch-${count}`], last: 'success' }).id,
      'The backup repository NAS 01 cannot be reached because the connection was closed by the remote host in between',
    );
  await expect(wall.getByRole('heading', { name: '12 jobs · 12 machines' })).toBeVisible();
  await expect(wall.getByText(/\d+ more on \d+ pages?: .*12 × The backup repository NAS …/)).toBeVisible();
  // The last page may be shorter.
  await expect(async () => {
    const rows = await wall
      .locator('ol > li')
      .evaluateAll((all) =>
        all.map((row) =>
          [...row.children].every((part) => part.getBoundingClientRect().bottom <= row.getBoundingClientRect().bottom),
        ),
      );
    expect(rows).toEqual([true, true, true, true]);
  }).toPass();

  const port = Number(new URL(stage.em.url).port);
  await stage.em.stop();
  await expect(wall.getByText('Data is out of date')).toBeVisible();
  const last = wall.getByText(/^At \d\d:\d\d: \d+ jobs failed, of \d+$/);
  await expect(last).toBeVisible();
  await expect(last).toHaveCSS('color', 'rgb(167, 176, 185)');
  await expect(wall.locator('main :is(.text-failed, .text-ok)')).toHaveCount(0);
  await stage.em.start(port);
  await expect(wall.getByText('Data is out of date')).toBeHidden();

  await anna.getByRole('button', { name: 'Revoke the wall link for Operations room' }).click();
  await anna.getByRole('dialog').getByRole('button', { name: 'Revoke wall link' }).click();
  await expect(wall.getByText('This wall link has been revoked')).toBeVisible();
  await screen.close();
});

test('a wall whose server is gone turns out of date as well', async ({ stage, signIn }) => {
  const page = await signIn('anna');
  await page.goto('/wall');
  await expect(page.getByRole('main')).toContainText(/failed/);
  await stage.stopDesk();
  await expect(page.getByText('Data is out of date')).toBeVisible();
  await stage.startDesk();
  await expect(page.getByText('Data is out of date')).toBeHidden();
});

test.describe('with one job', () => {
  test.use({
    stageOptions: {
      simulator: { jobs: 0, seed: 1, speed: 20 },
      environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '8' },
      prepare: ({ world }) =>
        world.addJob({ name: 'Payroll', machines: ['pay-1'], last: 'failed', outcome: 'success' }),
    },
  });

  test('the foot of the wall stands at its end, lying and upright, with a failed job and without one', async ({
    stage,
    signIn,
  }) => {
    const wall = await signIn('anna');
    await wall.goto('/wall');
    for (const text of ['job failed', 'No job failed']) {
      if (text === 'No job failed') {
        const anna = await signInByCall(stage.url, 'anna');
        await anna.call('POST', `/api/agents/jobs/${stage.em.world.job('Payroll').id}?action=retry`, {});
      }
      await expect(wall.getByText(text, { exact: true })).toBeVisible();
      for (const size of [
        { width: 1080, height: 1920 },
        { width: 1920, height: 1080 },
      ]) {
        await wall.setViewportSize(size);
        // The view moves by a little against burn-in.
        const fromEnd = async () => {
          const foot = await wall.locator('footer').boundingBox();
          return Math.abs(size.height - (foot === null ? 0 : foot.y + foot.height));
        };
        await expect.poll(fromEnd).toBeLessThan(30);
      }
    }
  });
});

test.describe('while several long-named jobs are retried', () => {
  const names = ['Terminal Servers Hamburg Altstadt 01', 'Domain Controllers Zürich Oerlikon 02', 'Mail Relay Graz'];
  test.use({
    stageOptions: {
      simulator: { jobs: 0, seed: 1, speed: 20 },
      environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1' },
      prepare({ world }) {
        for (const name of names) world.addJob({ name, machines: ['m-1'], last: 'failed', outcome: 'success' });
      },
    },
  });

  test('the foot of the wall cuts their names and never how far they are', async ({ stage, signIn }) => {
    const wall = await signIn('anna');
    const anna = await signInByCall(stage.url, 'anna');
    for (const name of names) {
      await anna.call('POST', `/api/agents/jobs/${stage.em.world.job(name).id}?action=retry`, {});
      await expect.poll(() => stage.em.executions.length).toBe(names.indexOf(name) + 1);
      stage.em.world.holdRun(name);
    }
    await wall.goto('/wall');
    const going = wall.locator('footer').getByText(/^backing up, \d+ %$/);
    await expect(going).toHaveCount(2);
    await expect(wall.getByText('1 more', { exact: true })).toBeVisible();
    for (const [width, height] of [
      [1920, 1080],
      [1366, 768],
      [1080, 1920],
    ] as const) {
      await wall.setViewportSize({ width, height });
      // Nothing is cut but names, and nothing lies over or leaves the foot.
      const isSound = () =>
        wall.locator('footer').evaluate((foot) => {
          const texts = [...foot.querySelectorAll('p')];
          const boxes = [...foot.querySelectorAll('li')].map((item) => item.getBoundingClientRect());
          const isApart = boxes.every((box, at) =>
            boxes.slice(at + 1).every((other) => box.right <= other.left + 1 || box.bottom <= other.top + 1),
          );
          const end = foot.querySelector('time')?.parentElement?.getBoundingClientRect();
          const isInside = boxes.every((box) => !end || box.right <= end.left + 1 || box.bottom <= end.top + 1);
          return texts.every((text) => text.scrollWidth <= text.clientWidth) && isApart && isInside;
        });
      await expect.poll(isSound, `${width} × ${height}`).toBe(true);
    }
  });
});
