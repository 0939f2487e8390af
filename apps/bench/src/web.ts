import type { Browser } from '@playwright/test';
import { openStage } from '../../e2e/src/stage.ts';
import { openBrowser, openProfile, openSignedIn, untilRows } from './browser.ts';
import { cookieOf, openScene, untilComplete } from './desk-scene.ts';
import { dialogOpening } from './dialog-opening.ts';
import { firstLoad } from './first-load.ts';
import type { Row } from './goal.ts';
import { openPlainPage } from './plain-page.ts';
import { watchRowChanges } from './row-changes.ts';
import { scrollingAtRest, scrollingWhileChanging, watchFrames } from './scrolling.ts';
import { filterStrokes } from './strokes.ts';

const FAILED = 10_000;
/** The core of the server and of Enterprise Manager. */
const SERVING = 1;

/** An ordinary inventory, and a board of it that is opened for the first time. */
async function ordinaryInventory(browser: Browser): Promise<Row[]> {
  const stage = await openStage({ simulator: { jobs: 1_000 } });
  try {
    const context = await openProfile(browser, stage.url);
    await openSignedIn(context);
    const state = await context.storageState();
    await context.close();
    return await firstLoad(browser, stage.url, state);
  } finally {
    await stage.stop();
  }
}

/** A board of ten thousand failed jobs, scrolled from its first minute on. */
async function giantInventory(browser: Browser): Promise<Row[]> {
  // In the field the browser has a machine of its own; here it has a core that they do not take.
  const scene = await openScene({ jobs: FAILED, core: SERVING, atOnce: true });
  const { url } = scene;
  const cookie = cookieOf(scene);
  try {
    const changes = await watchRowChanges(scene);
    const plain = await openPlainPage(browser, url, cookie);
    await plain.evaluate(untilTable);
    await watchFrames(plain);
    const changing = await scrollingWhileChanging(plain, changes.seen);
    await changes.end();
    await untilComplete(scene, FAILED);
    const atRest = await scrollingAtRest(plain);
    await plain.end();
    const context = await openProfile(browser, url);
    await context.addCookies([{ ...cookie, url }]);
    const page = await context.newPage();
    await page.goto('/');
    await untilRows(page, FAILED);
    return [...(await filterStrokes(page)), await dialogOpening(page), atRest, changing];
  } finally {
    await scene.end();
  }
}

/** Ends when the table has all rows. Runs in the page, as text. */
const untilTable = `(async () => {
  while (!document.querySelector('table[aria-rowcount="${FAILED + 1}"]')) {
    if (performance.now() > 60_000) throw new Error('the table does not come at ' + location);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
})()`;

/** The built product in a real browser: first load in an ordinary inventory, then a board of ten thousand failed jobs. */
export async function web(): Promise<Row[]> {
  const browser = await openBrowser();
  try {
    return [...(await ordinaryInventory(browser)), ...(await giantInventory(browser))];
  } finally {
    await browser.close();
  }
}
