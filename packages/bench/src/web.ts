import type { Browser } from '@playwright/test';
import { openStage } from '../../../apps/e2e/src/stage.ts';
import { openBrowser, openProfile, signIn, untilRows } from './browser.ts';
import { changedRows } from './changed-rows.ts';
import { openScene, untilComplete } from './desk-scene.ts';
import { firstLoad } from './first-load.ts';
import type { Row } from './goal.ts';
import { openPlainPage } from './plain-page.ts';
import { SCROLLS_CHANGING, scrollingAtRest, scrollingWhileChanging, watchFrames } from './scrolling.ts';
import { filterStrokes } from './strokes.ts';

const FAILED = 10_000;

/** An ordinary estate, and a board of it that is opened for the first time. */
async function ordinaryEstate(browser: Browser): Promise<Row[]> {
  const stage = await openStage({ simulator: { jobs: 1_000 } });
  try {
    const context = await openProfile(browser, stage.url);
    await signIn(context);
    const state = await context.storageState();
    await context.close();
    return await firstLoad(browser, stage.url, state);
  } finally {
    await stage.stop();
  }
}

/** A board of ten thousand failed jobs, scrolled from its first minute on. */
async function giantEstate(browser: Browser): Promise<Row[]> {
  // In the field the browser has a machine of its own.
  const scene = await openScene({ jobs: FAILED, yields: true, atOnce: true });
  try {
    const plain = await openPlainPage(browser, scene.url, scene.cookie);
    await plain.evaluate(untilTable);
    await watchFrames(plain);
    const { url, cookie } = scene;
    const { done: changing, shares } = await changedRows(scene, scrollingWhileChanging(plain));
    console.log(
      `rows that changed with each board: ${shares.map((share) => `${Math.round(share * 100)} %`).join(', ')}`,
    );
    const whole = shares.filter((share) => share > 0.9).length;
    if (whole < SCROLLS_CHANGING) throw new Error(`nearly all rows changed ${whole} times only`);
    await untilComplete(url, cookie, FAILED);
    const atRest = await scrollingAtRest(plain);
    await plain.end();
    const [name = '', value = ''] = cookie.split('=');
    const context = await openProfile(browser, url);
    await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    await page.goto('/');
    await untilRows(page, FAILED);
    return [...(await filterStrokes(page)), atRest, changing];
  } finally {
    await scene.end();
  }
}

/** Ends when the table has all rows. Runs in the page, as text. */
const untilTable = `(async () => {
  while (!document.querySelector('table[aria-rowcount="${FAILED + 1}"]')) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
})()`;

/** The built product in a real browser: first load in an ordinary estate, then a board of ten thousand failed jobs. */
export async function web(): Promise<Row[]> {
  const browser = await openBrowser();
  try {
    return [...(await ordinaryEstate(browser)), ...(await giantEstate(browser))];
  } finally {
    await browser.close();
  }
}
