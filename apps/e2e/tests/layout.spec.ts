import type { Page } from '@playwright/test';
import { card } from '../src/board-page.ts';
import { signInByCall } from '../src/desk-client.ts';
import type { Stage } from '../src/stage.ts';
import { expect, test } from '../src/test.ts';

const name200 = 'L'.repeat(200);
const fqdn = `${'h'.repeat(38)}.branch-office.example.org`;
/** Turns all that follows it around, unless it is kept apart. */
const turning = '\u202eecnaniF -> Sign-in';
const turningMachine = '\u202e10-vrs';
const note = `https://teams.microsoft.com/l/message/19:${'a1b2c3d4'.repeat(14)}@thread.tacv2/1764400000000?context=%7B%7D`;

test.use({
  stageOptions: {
    simulator: { jobs: 0, seed: 1, speed: 20 },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '8' },
    prepare({ world }) {
      world.addJob({ name: name200, machines: [fqdn], last: 'failed', outcome: 'success', reason: 'E'.repeat(300) });
      world.addJob({ name: turning, machines: [turningMachine, fqdn], last: 'failed', reason: `Disk ${turning} full` });
    },
  },
});

/** A retry of a job with a long link as its note, held while it runs; the id of its task. */
async function runningRetry({ url, em }: Stage, job: string): Promise<string> {
  const anna = await signInByCall(url, 'anna');
  const { id } = em.world.job(job);
  const answer = await anna.call('POST', `/api/agents/jobs/${id}?action=retry`, { note });
  const { taskId } = answer as { taskId: string }; // the shape is the contract's
  await expect.poll(() => em.executions.length).toBeGreaterThan(0);
  em.world.holdRun(job);
  return taskId;
}

/** What is wider than its place: the page, and what moves sideways without saying so; a wide table takes the keyboard for that. */
async function tooWide(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [
      document.documentElement,
      ...document.querySelectorAll('main, aside, article, main > *, .grid, dl, header, dialog'),
    ]
      .filter(
        (box) => !box.matches('section[tabindex="0"]') && box.scrollWidth > box.clientWidth && box.clientWidth > 1,
      )
      .map((box) => `${box.tagName} ${box.className}: ${box.scrollWidth} in ${box.clientWidth}`),
  );
}

/** Where foreign text that turns the direction shares its element with text of ours. */
async function turnedAround(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const box = text.parentElement;
      if (!text.nodeValue?.includes('\u202e') || box?.closest('.sr-only, [role=log], option')) continue;
      const style = box ? getComputedStyle(box) : null;
      const isAlone = box?.textContent === text.nodeValue;
      const isApart = style?.display !== 'inline' || style.unicodeBidi !== 'normal';
      const isMarked = !text.nodeValue.replace(/\u2068[^\u2069]*\u2069/g, '').includes('\u202e');
      if (!(isMarked || (isAlone && isApart))) found.push(`${box?.tagName}: ${box?.textContent}`);
    }
    return found;
  });
}

test('no name, note or reason makes a page or a card wider than its place, or turns what stands beside it', async ({
  stage,
  signIn,
}) => {
  test.slow();
  const page = await signIn('anna');
  const task = await runningRetry(stage, name200);
  const jobs = [name200, turning].map((name) => `/jobs/${stage.em.world.job(name).id}`);
  const others = ['/tasks', `/tasks/${task}`, `/machines?q=${fqdn}`, '/machines?q=vrs', '/settings', '/audit', '/wall'];
  const faults: string[] = [];
  const look = async (where: string) => {
    for (const fault of [...(await tooWide(page)), ...(await turnedAround(page))]) faults.push(`${where}: ${fault}`);
  };
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/');
    await expect(card(page, name200)).toContainText('teams.microsoft.com');
    await expect(card(page, name200).getByRole('progressbar')).toBeVisible();
    for (const more of await page.getByRole('button', { name: /^All reasons/ }).all()) await more.click();
    await look(`the board at ${width}`);
    const rail = await page.getByRole('complementary', { name: 'Tasks' }).boundingBox();
    const bar = await card(page, name200).getByRole('progressbar').boundingBox();
    expect((bar?.x ?? 0) + (bar?.width ?? 0)).toBeLessThan((rail?.x ?? 0) + (rail?.width ?? 0));

    for (const path of [...jobs, ...others]) {
      await page.goto(path);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByText(/^(Loading|Reading|Asking|Searching)/)).toHaveCount(0);
      await look(`${path} at ${width}`);
    }
  }
  expect(faults).toEqual([]);

  await page.goto('/');
  const words = await page
    .getByRole('link', { name: turning })
    .first()
    .evaluate((link) => {
      const { fontVariantLigatures, fontFeatureSettings, fontVariantNumeric } = getComputedStyle(link);
      return { fontVariantLigatures, fontFeatureSettings, fontVariantNumeric };
    });
  expect(words).toEqual({
    fontVariantLigatures: 'none',
    fontFeatureSettings: expect.not.stringContaining('tnum'),
    fontVariantNumeric: 'normal',
  });
  await expect(page.locator('time').first()).toHaveCSS('font-variant-numeric', 'tabular-nums');
});
