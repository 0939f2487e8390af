import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { devtools, enter } from './browser.ts';

/** A page whose own timers run so much faster, and how often it has asked for the board. */
export type SoakedPage = { name: string; page: Page; polls: () => number; heap: () => Promise<number> };

/**
 * Shortens every wait from one to sixty seconds; dates and deadlines stay. A deadline is the timer that is set in one go with
 * the controller that it aborts (`apps/web/src/lib/deadline.ts`). Runs in the page before its own code.
 */
function hurry(times: number): void {
  const [later, again] = [window.setTimeout, window.setInterval];
  let isDeadline = false;
  const shorter = (delay?: number) =>
    delay !== undefined && delay >= 1_000 && delay <= 60_000 ? delay / times : delay;
  class WatchedController extends AbortController {
    constructor() {
      super();
      isDeadline = true;
      queueMicrotask(() => {
        isDeadline = false;
      });
    }
  }
  Object.assign(window, {
    AbortController: WatchedController,
    setTimeout: (work: TimerHandler, delay?: number) => later(work, isDeadline ? delay : shorter(delay)),
    setInterval: (work: TimerHandler, delay?: number) => again(work, shorter(delay)),
  });
}

async function usedAfterCollection(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

type Soaking = { name: string; address: string; times: number };

/** Opens an address with faster timers. */
export async function openSoaked(context: BrowserContext, { name, address, times }: Soaking): Promise<SoakedPage> {
  const page: Page = await context.newPage();
  await page.addInitScript(hurry, times);
  let polls = 0;
  // Not `requestfinished`: an unchanged answer has no body to be read to its end.
  page.on('response', (response) => {
    if (/\/api\/(?:board|wall)$/.test(response.url())) polls += 1;
  });
  await page.goto(address);
  const shown = page.getByText(/failed/i).first();
  await shown.or(page.getByLabel('Password')).first().waitFor();
  // Half an hour of the server's clock is eight seconds: on a busy machine the session has ended before the page is there.
  if (new URL(page.url()).pathname === '/sign-in') await enter(page);
  await shown.waitFor();
  const session = await devtools(page);
  return { name, page, polls: () => polls, heap: () => usedAfterCollection(session) };
}
