import { setTimeout as wait } from 'node:timers/promises';
import { median } from './goal.ts';
import type { PlainPage } from './plain-page.ts';
import { BETWEEN_CHECKS_MS, type RowChange } from './row-changes.ts';

/** A wheel turned as fast as a hand can: 120 pixels a notch, up to fifty notches a second. */
const NOTCHES = 150;
const NOTCH_PIXELS = 120;
const BETWEEN_NOTCHES_MS = 20;
/** Before the history behind the first board of such an inventory has been read, the desk reads about eight times. */
const SCROLLS_WHILE_CHANGING = 5;
const SCROLLS_AT_REST = 7;
/** So many scrolls may be of another kind than is wanted. */
const OTHER_SCROLLS = 20;
/** A board is read and drawn so soon (ms) after its last byte. */
const DRAWN_MS = 3_000;
const NEXT_BOARD_MS = 60_000;
const NEARLY_ALL = 0.9;

/** Notes the time between frames, and when an answer brought another board. Runs in the page, as text. */
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
      if (name.endsWith('/api/board') && responseStatus === 200) window.boards.push(performance.timeOrigin + responseEnd);
    }
  }).observe({ type: 'resource' });
})()`;

/** The measurements of a scroll: its longest frame (ms), and when other boards came. */
type Scroll = { longest: number; boards: number[] };

/** Begins to watch the frames of a page. */
export async function watchFrames(page: PlainPage): Promise<void> {
  await page.evaluate(watch);
}

/** Turns the wheel for some seconds: down where the page stands near its top, else up again. */
async function sweep(page: PlainPage): Promise<void> {
  const from = await page.evaluate<number>('scrollY');
  const notch = from < (NOTCHES * NOTCH_PIXELS) / 2 ? NOTCH_PIXELS : -NOTCH_PIXELS;
  await page.point();
  for (let turned = 0; turned < NOTCHES; turned += 1) {
    await page.wheel(notch);
    await wait(BETWEEN_NOTCHES_MS);
  }
  const to = await page.evaluate<number>('scrollY');
  if (Math.abs(to - from) < (NOTCHES * NOTCH_PIXELS) / 2)
    throw new Error(`the wheel moved the page from ${from} to ${to}`);
}

/** One sweep; with `untilBoard`, as many as it takes until another board has come and been drawn. */
async function scroll(page: PlainPage, untilBoard: boolean): Promise<Scroll> {
  await page.evaluate('window.frames.length = window.boards.length = 0');
  const giveUpAt = Date.now() + NEXT_BOARD_MS;
  for (;;) {
    await sweep(page);
    const seen = await page.evaluate<Scroll>('({ longest: Math.max(...window.frames), boards: window.boards })');
    const [first] = seen.boards;
    if (!untilBoard || (first !== undefined && Date.now() - first > DRAWN_MS)) return seen;
    if (Date.now() > giveUpAt) throw new Error('no other board came while the page was scrolled');
  }
}

/** The longest frames of so many scrolls of the wanted kind; others do not count. */
async function longestFrames(
  count: number,
  next: () => Promise<Scroll>,
  isWanted: (scroll: Scroll) => boolean,
): Promise<number[]> {
  const longest: number[] = [];
  for (let time = 0; longest.length < count; time += 1) {
    if (time === count + OTHER_SCROLLS) throw new Error(`only ${longest.length} of ${time} scrolls were as wanted`);
    const seen = await next();
    if (isWanted(seen)) longest.push(seen.longest);
  }
  return longest;
}

function longestOf(when: string, frames: readonly number[]): number {
  console.log(`longest frame of each scroll ${when}: ${frames.map(Math.round).join(', ')} ms`);
  return median(frames);
}

/**
 * Scrolls during each of which a board was drawn with nearly every row changed; `changes` grows as boards come.
 * @returns the middle of their longest frames, ms
 */
export async function scrollingWhileChanging(page: PlainPage, changes: readonly RowChange[]): Promise<number> {
  let drawnAt = Date.now();
  const frames = await longestFrames(
    SCROLLS_WHILE_CHANGING,
    () => scroll(page, true),
    ({ boards }) => {
      const since = drawnAt;
      drawnAt = boards.at(-1) ?? since;
      const shares = changes.filter(({ at }) => at > since && at < drawnAt + 2 * BETWEEN_CHECKS_MS);
      return shares.some(({ share }) => share > NEARLY_ALL);
    },
  );
  return longestOf('while every row changes', frames);
}

/** Scrolls of some seconds each, over a board that stays as it is: the middle of their longest frames, ms. */
export async function scrollingAtRest(page: PlainPage): Promise<number> {
  const isAtRest = ({ boards }: Scroll) => boards.length === 0;
  return longestOf('at rest', await longestFrames(SCROLLS_AT_REST, () => scroll(page, false), isAtRest));
}
