import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { type BareDesk, startBareDesk } from './bare-desk.ts';
import { openBrowser, openProfile, untilRows } from './browser.ts';
import { startBullBoard } from './bull-board.ts';
import { cookieOf, type DeskScene, openScene, untilComplete } from './desk-scene.ts';
import { dialogOpening } from './dialog-opening.ts';
import { firstLoad } from './first-load.ts';
import { note, type Row, row } from './goal.ts';
import { openPlainPage } from './plain-page.ts';
import { watchRowChanges } from './row-changes.ts';
import { scrollingAtRest, scrollingWhileChanging, watchFrames } from './scrolling.ts';
import { filterStrokes } from './strokes.ts';

const ORDINARY = 1_000;
const MANY = 10_000;
/** The core of the server and of Enterprise Manager. */
const SERVING = 1;

type Server = Pick<DeskScene, 'url' | 'cookie'>;

/** The storage of a browser that is signed in there. */
function stateOf({ url, cookie }: Server) {
  const { hostname: domain } = new URL(url);
  const one = { ...cookieOf({ cookie }), domain, path: '/', expires: -1, httpOnly: true, secure: false };
  return { cookies: [{ ...one, sameSite: 'Lax' as const }], origins: [] };
}

/** A thousand failed jobs, opened for the first time. */
async function ordinaryInventory(browser: Browser, folder: string): Promise<Row[]> {
  const scene = await openScene({ jobs: ORDINARY });
  const bare = await startBareDesk(scene.em, folder);
  const bullBoard = await startBullBoard(ORDINARY, folder);
  try {
    await untilComplete(bare, ORDINARY);
    return await firstLoad(browser, {
      desk: { url: scene.url, state: stateOf(scene), row: '[data-job]' },
      bare: { url: bare.url, state: stateOf(bare), row: 'tbody td button' },
      bullBoard: { url: bullBoard.url, state: { cookies: [], origins: [] }, row: 'main section a[class^=jobLink]' },
    });
  } finally {
    await bullBoard.end();
    await bare.process.kill();
    await scene.end();
  }
}

/** Longest frames (ms) of scrolls over a board of ten thousand failed jobs, from its first minute on. */
type Frames = { changing: number; atRest: number };

async function framesOf(browser: Browser, server: Server): Promise<Frames> {
  const changes = await watchRowChanges(server);
  const plain = await openPlainPage(browser, server.url, cookieOf(server));
  await plain.evaluate(untilTable);
  await watchFrames(plain);
  const changing = await scrollingWhileChanging(plain, changes.seen);
  await changes.end();
  await untilComplete(server, MANY);
  const atRest = await scrollingAtRest(plain);
  await plain.end();
  return { changing, atRest };
}

function frameRows(when: string, ours: number, bare: number): Row[] {
  return [
    row(`10 000 failed rows ${when}: longest frame of a scroll ÷ bare page`, ours / bare, '<=', 1.5, '×'),
    note(`10 000 failed rows ${when}: longest frame of a scroll, median`, ours, 'ms'),
    note(`bare page ${when}, median`, bare, 'ms'),
  ];
}

async function openRows(browser: Browser, server: Server): Promise<Page> {
  const context = await openProfile(browser, server.url, stateOf(server));
  const page = await context.newPage();
  await page.goto('/');
  await untilRows(page, MANY);
  return page;
}

/** Ten thousand failed jobs, in the product's page and in the bare one. */
async function giantInventory(browser: Browser, folder: string): Promise<Row[]> {
  // In the field the browser has a machine of its own; here it has a core that they do not take.
  const scene = await openScene({ jobs: MANY, core: SERVING, atOnce: true });
  let bare: BareDesk | null = null;
  try {
    const ours = await framesOf(browser, scene);
    // A server reads its history once, at its start: the bare page's gets its own minute.
    bare = await startBareDesk(scene.em, folder, SERVING);
    const theirs = await framesOf(browser, bare);
    const page = await openRows(browser, scene);
    const barePage = await openRows(browser, bare);
    return [
      ...(await filterStrokes(page, barePage)),
      await dialogOpening(page),
      ...frameRows('at rest', ours.atRest, theirs.atRest),
      ...frameRows('while every row changes', ours.changing, theirs.changing),
    ];
  } finally {
    await bare?.process.kill();
    await scene.end();
  }
}

/** Ends when the table has all rows. Runs in the page, as text. */
const untilTable = `(async () => {
  while (!document.querySelector('table[aria-rowcount="${MANY + 1}"]')) {
    if (performance.now() > 60_000) throw new Error('the table does not come at ' + location);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
})()`;

/** The built product in a real browser, beside a bare page: first load of a thousand failed jobs, then work on ten thousand. */
export async function web(): Promise<Row[]> {
  const browser = await openBrowser();
  const folder = await mkdtemp(join(tmpdir(), 'retry-desk-web-'));
  try {
    return [
      ...(await ordinaryInventory(browser, await mkdtemp(join(folder, '1-')))),
      ...(await giantInventory(browser, await mkdtemp(join(folder, '2-')))),
    ];
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}
