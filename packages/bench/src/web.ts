import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { board } from '@retry-desk/contract';
import type { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { openStage } from '../../../apps/e2e/src/stage.ts';
import { openBrowser, openProfile, signIn, untilRows } from './browser.ts';
import { firstLoad } from './first-load.ts';
import type { Row } from './goal.ts';
import { filterStrokes, scrolling } from './many-rows.ts';

const FAILED = 10_000;
const topics = ['File servers', 'Payroll', 'Domain controllers', 'Web shop', 'Archive', 'Laboratory', 'Reception'];

/** Ten thousand failed jobs with a number each, one to three machines and Enterprise Manager's own long reasons. */
function failedJobs(em: EnterpriseManagerSimulator): void {
  for (let number = 0; number < FAILED; number += 1) {
    const name = `${topics[number % topics.length]} ${String(number).padStart(4, '0')}`;
    const machines = Array.from({ length: 1 + (number % 3) }, (_, place) => `host-${number}-${place + 1}`);
    em.world.addJob({ name, machines, last: 'failed', streak: 1 + (number % 9) });
  }
}

/** So many looks in a row (s) with nothing new: longer than two polls are apart. */
const QUIET_LOOKS = 25;

/**
 * Waits until Enterprise Manager's reason of every failure has been read and the history behind the first board as well,
 * each part of which changes every row: from then on the board is at rest.
 */
async function untilAtRest(page: Page): Promise<void> {
  let last = '';
  for (let quiet = 0; quiet < QUIET_LOOKS; quiet += 1) {
    const response = await page.request.get('/api/board');
    const etag = response.headers().etag ?? '';
    const isRead = board.parse(await response.json()).failed.every(({ reasons }) => reasons.length > 0);
    if (!isRead || etag !== last) quiet = 0;
    last = etag;
    await wait(1_000);
  }
}

/** The built product in a real browser: first load in an ordinary estate, then a board of ten thousand failed jobs. */
export async function web(): Promise<Row[]> {
  const browser = await openBrowser();
  try {
    const ordinary = await openStage({ simulator: { jobs: 1_000 } });
    const rows: Row[] = [];
    try {
      const context = await openProfile(browser, ordinary.url);
      await signIn(context);
      const state = await context.storageState();
      await context.close();
      rows.push(...(await firstLoad(browser, ordinary.url, state)));
    } finally {
      await ordinary.stop();
    }
    const giant = await openStage({ simulator: { jobs: 0 }, prepare: failedJobs });
    try {
      const page = await signIn(await openProfile(browser, giant.url));
      await untilRows(page, FAILED);
      await untilAtRest(page);
      rows.push(...(await filterStrokes(page)), ...(await scrolling(page)));
    } finally {
      await giant.stop();
    }
    return rows;
  } finally {
    await browser.close();
  }
}
