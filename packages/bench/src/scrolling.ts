import { setTimeout as wait } from 'node:timers/promises';
import { median, type Row, row } from './goal.ts';
import type { PlainPage } from './plain-page.ts';

const SCROLLS = 7;
/** As many as there are polls before the history behind the first board has been read, about. */
export const SCROLLS_CHANGING = 5;
/** A wheel turned as fast as a hand can: 120 pixels a notch, up to fifty notches a second. */
const NOTCHES = 150;
const NOTCH_PIXELS = 120;
const BETWEEN_NOTCHES_MS = 20;
/** A changed board is drawn this soon (ms) after its last byte. */
const DRAWN_MS = 1_000;
const CHANGE_MS = 60_000;

/** Notes the time between frames and the answers that bring another board. Runs in the page, as text. */
const watch = `(() => {
  Object.assign(window, { frames: [], boards: [] });
  let last;
  const next = (now) => {
    if (last !== undefined) window.frames.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  new PerformanceObserver((list) => {
    for (const { name, responseStatus, responseEnd } of list.getEntries()) {
      if (name.endsWith('/api/board') && responseStatus === 200) window.boards.push(responseEnd);
    }
  }).observe({ type: 'resource' });
})()`;

/** Begins to watch the frames of a page. */
export async function watchFrames(page: PlainPage): Promise<void> {
  await page.evaluate(watch);
}

/** Scrolls with the wheel for some seconds, from one end to the other and back by turns. */
async function scroll(page: PlainPage, down: boolean): Promise<void> {
  for (let notch = 0; notch < NOTCHES; notch += 1) {
    await page.wheel(down ? NOTCH_PIXELS : -NOTCH_PIXELS);
    await wait(BETWEEN_NOTCHES_MS);
  }
}

/** Whether another board has come and been drawn since the frames were last forgotten. */
function hasChanged(page: PlainPage): Promise<boolean> {
  return page.evaluate(`window.boards.some((end) => performance.now() - end > ${DRAWN_MS})`);
}

/** One scroll, down or up; where `until` is not yet true, on and on to either end. Its longest frame. */
async function longestFrame(page: PlainPage, down: boolean, until: () => Promise<boolean>): Promise<number> {
  await page.evaluate('window.frames.length = window.boards.length = 0');
  const giveUpAt = performance.now() + CHANGE_MS;
  let isDown = down;
  do {
    if (performance.now() > giveUpAt) throw new Error('no other board came while the page was scrolled');
    await scroll(page, isDown);
    isDown = !isDown;
  } while (!(await until()));
  return page.evaluate('Math.max(...window.frames)');
}

function figure(when: string, frames: readonly number[]): Row {
  console.log(`longest frame of each scroll ${when}: ${frames.map(Math.round).join(', ')} ms`);
  return row(`10 000 failed rows ${when}: longest frame of a scroll, median`, median(frames), '<=', 50, 'ms');
}

/** Scrolls during each of which another board comes and is drawn. */
export async function scrollingWhileChanging(page: PlainPage): Promise<Row> {
  const frames: number[] = [];
  for (let time = 0; time < SCROLLS_CHANGING; time += 1) {
    frames.push(await longestFrame(page, time % 2 === 0, () => hasChanged(page)));
  }
  return figure('while every row changes', frames);
}

/** Scrolls of some seconds over a board that is at rest. */
export async function scrollingAtRest(page: PlainPage): Promise<Row> {
  const frames: number[] = [];
  for (let time = 0; time < SCROLLS; time += 1) {
    frames.push(await longestFrame(page, time % 2 === 0, async () => true));
  }
  return figure('at rest', frames);
}
