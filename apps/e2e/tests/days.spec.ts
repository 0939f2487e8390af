import type { Page } from '@playwright/test';
import { row } from '../src/board-page.ts';
import type { StageOptions } from '../src/stage.ts';
import { expect, test } from '../src/test.ts';

/** The days a zone has: its date at a moment, as `2026-11-27`. */
function dateIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}

type Run = { startedAt: string; result: string };
type Board = { em: { readSince?: string }; failed: { id: string }[] };
type JobDetail = { job: { name: string }; runs: Run[] };

async function readJson<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(path)).json()) as T; // the shape is the contract's
}

function count(days: readonly string[], what: string): number {
  return days.filter((day) => day === what).length;
}

/** The result of the last run of each of thirty days by the calendar of that zone, oldest first; the runs come newest first. */
function daysIn(timeZone: string, runs: readonly Run[], now: number): string[] {
  const [year = 0, month = 1, day = 1] = dateIn(timeZone, now).split('-').map(Number);
  return Array.from({ length: 30 }, (_, n) => {
    const date = new Date(Date.UTC(year, month - 1, day - 29 + n)).toISOString().slice(0, 10);
    const last = runs.find(({ startedAt }) => dateIn(timeZone, Date.parse(startedAt)) === date);
    return last ? last.result : 'no run';
  });
}

/** A failed job whose days are others in that zone than in UTC, with both. */
async function otherThanInUtc(page: Page, timeZone: string) {
  // Days that have not been read yet are no days without a run.
  await expect.poll(async () => (await readJson<Board>(page, '/api/board')).em.readSince).toBeUndefined();
  const { failed } = await readJson<Board>(page, '/api/board');
  for (const { id } of failed) {
    const { job, runs } = await readJson<JobDetail>(page, `/api/agents/jobs/${id}`);
    const [here, utc] = [timeZone, 'UTC'].map((zone) => daysIn(zone, runs, Date.now()));
    if (here && utc && here.join() !== utc.join()) return { job, here, utc };
  }
  throw new Error('no job of this world has other days there than in UTC');
}

/** The days the page of a job shows, oldest first. */
async function shownDays(page: Page): Promise<string[]> {
  const bars = page.locator('i[data-state]');
  await expect(bars).toHaveCount(30);
  return await bars.evaluateAll((all) => all.map((bar) => (bar.getAttribute('title') ?? '').replace(/^[^:]*: /, '')));
}

const stageOptions: StageOptions = { simulator: { jobs: 60, seed: 1, speed: 1 }, environment: { POLL_SECONDS: '1' } };

test.use({ stageOptions });

test('the thirty days are days of the zone that is shown, on the board and on the page of a job', async ({
  signIn,
}) => {
  test.slow();
  for (const timezoneId of ['America/Los_Angeles', 'Asia/Tokyo', 'Asia/Kolkata']) {
    const page = await signIn('anna', { timezoneId });
    const { job, here, utc } = await otherThanInUtc(page, timezoneId);
    await page.goto(`/?q=${encodeURIComponent(job.name)}`);
    const days = row(page, job.name).getByRole('img', { name: /Last 30 days/ });
    await expect(days).toHaveAccessibleName(new RegExp(`: ${count(here, 'success')} days? backed up`));
    if (count(here, 'no run') > 0)
      await expect(days).toHaveAccessibleName(new RegExp(`, ${count(here, 'no run')} without`));

    await row(page, job.name).getByRole('link', { name: job.name }).click();
    await expect.poll(() => shownDays(page)).toEqual(here);
    await page.getByRole('button', { name: 'anna · operator' }).click();
    await page.getByText('UTC', { exact: true }).click();
    await expect.poll(() => shownDays(page)).toEqual(utc);
    await page.context().close();
  }
});

/** Recoveries of the current day by the calendar of that zone; the board gives the quarter of an hour of each. */
async function recoveredToday(page: Page, timeZone: string): Promise<number> {
  const { counts } = await readJson<{ counts: { recovered: [number, number][] } }>(page, '/api/board');
  const isToday = (quarter: number) => dateIn(timeZone, quarter * 15 * 60_000) === dateIn(timeZone, Date.now());
  return counts.recovered.reduce((sum, [quarter, jobs]) => (isToday(quarter) ? sum + jobs : sum), 0);
}

test.describe('with many jobs', () => {
  test.use({ stageOptions: { ...stageOptions, simulator: { jobs: 400, seed: 1, speed: 1 } } });

  test('recovered today is counted by the day of the zone that is shown, on the board and on the wall', async ({
    signIn,
  }) => {
    const seen = new Set<number>();
    // Their days begin eight hours apart, whenever this is run.
    for (const timezoneId of ['Pacific/Kiritimati', 'Asia/Dhaka', 'America/Noronha']) {
      const page = await signIn('anna', { timezoneId });
      const shown = page.getByRole('region', { name: 'Counts' });
      for (const zone of [timezoneId, 'UTC']) {
        if (zone === 'UTC') {
          await page.getByRole('button', { name: 'anna · operator' }).click();
          await page.getByText('UTC', { exact: true }).click();
        }
        await expect(async () => {
          await expect(shown).toContainText(
            new RegExp(`(^|\\D)${await recoveredToday(page, zone)}\\s*recovered today`),
            {
              timeout: 2_000,
            },
          );
        }).toPass();
      }
      seen.add(await recoveredToday(page, timezoneId));
      // A wall has the zone of its screen.
      await page.goto('/wall');
      await expect(async () => {
        await expect(page.locator('footer')).toContainText(
          new RegExp(`(^|\\D)${await recoveredToday(page, timezoneId)}\\s*recovered today`),
          { timeout: 2_000 },
        );
      }).toPass();
      await page.context().close();
    }
    expect(seen.size).toBeGreaterThan(1);
  });
});
