import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { retry } from '../../e2e/src/board-page.ts';
import { openStage } from '../../e2e/src/stage.ts';
import { openBrowser, openProfile, openSignedIn } from './browser.ts';
import { median, type Row, row } from './goal.ts';

const RETRIES = 12;
const RETRY_POLL_SECONDS = 2;
/** At this speed the simulator's tasks take 100 ms, and the run begins halfway through. */
const SPEED = 20;
const RUN_BEGINS_MS = 50;

/** Milliseconds since 1970 at the frame after the card of the job first shows this. */
async function shownAt(page: Page, job: string, title: string): Promise<number> {
  const shown = await page.waitForFunction(
    (label) => (document.querySelector(`article[aria-label="${label}"]`) ? Date.now() : 0),
    `${job}: ${title}`,
    { polling: 'raf', timeout: 60_000 },
  );
  return shown.jsonValue();
}

/** Retries one job and moves its run by hand; how long the card was behind at its begin and at its end. */
async function followOne(page: Page, em: EnterpriseManagerSimulator, job: string): Promise<number[]> {
  await retry(page, job);
  while (!em.executions.some(({ jobName }) => jobName === job)) await wait(1);
  em.world.holdRun(job);
  const begun = (em.executions.find(({ jobName }) => jobName === job)?.at ?? Number.NaN) + RUN_BEGINS_MS;
  const begin = (await shownAt(page, job, 'Backing up')) - begun;
  // Anywhere between two polls.
  await wait(Math.random() * RETRY_POLL_SECONDS * 1000);
  const ended = Date.now();
  em.world.finishRun(job, 'success');
  return [begin, (await shownAt(page, job, 'Backed up')) - ended];
}

/** From Enterprise Manager's change to the card in a real browser. */
export async function follow(): Promise<Row[]> {
  const jobs = Array.from({ length: RETRIES }, (_, number) => `Followed ${number + 1}`);
  const stage = await openStage({
    simulator: { jobs: 200, speed: SPEED },
    prepare(em) {
      for (const name of jobs) em.world.addJob({ name, machines: [`${name} host`], last: 'failed' });
    },
    environment: { RETRY_POLL_SECONDS: String(RETRY_POLL_SECONDS) },
  });
  const browser = await openBrowser();
  try {
    const page = await openSignedIn(await openProfile(browser, stage.url));
    const behind: number[] = [];
    for (const job of jobs) {
      await page.getByRole('searchbox').fill(job);
      behind.push(...(await followOne(page, stage.em, job)));
    }
    behind.sort((a, b) => a - b);
    console.log(`${behind.length} changes shown after ${behind.join(', ')} ms`);
    const most = behind[Math.ceil(behind.length * 0.95) - 1] ?? Number.NaN;
    const goal = RETRY_POLL_SECONDS + 1.5;
    return [
      row('a change in Enterprise Manager to its card, median', median(behind) / 1000, '<=', goal, 's'),
      row('a change in Enterprise Manager to its card, 95 %', most / 1000, '<=', goal, 's'),
    ];
  } finally {
    await browser.close();
    await stage.stop();
  }
}
