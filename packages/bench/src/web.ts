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

/** Waits until Enterprise Manager's reason of every failure has been read: from then on the board is at rest. */
async function untilReasons(page: Page): Promise<void> {
  for (;;) {
    const answer = board.parse(await (await page.request.get('/api/board')).json());
    if (answer.failed.every(({ reasons }) => reasons.length > 0)) return;
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
      await untilReasons(page);
      rows.push(...(await filterStrokes(page)), ...(await scrolling(page)));
    } finally {
      await giant.stop();
    }
    return rows;
  } finally {
    await browser.close();
  }
}
