import type { Page } from '@playwright/test';
import { median, type Row, row } from './goal.ts';

/** Typed figure by figure, and taken back the same way: 24 strokes, each of which shows other rows. */
const searches = ['1234', '5678', '9024'];
const BETWEEN_STROKES_MS = 120;
const SCROLLS = 5;
const WHEEL_TURNS = 60;
const BETWEEN_TURNS_MS = 50;

/** Milliseconds from a key event to the frame that shows the rows it let through. Runs in the page, before the key. */
function timeNextStroke(): Promise<number> {
  const table = document.querySelector('table[aria-rowcount]');
  if (!table) throw new Error('there is no table');
  return new Promise((resolve) => {
    let pressed = 0;
    const onKey = (event: KeyboardEvent) => {
      pressed = event.timeStamp;
    };
    document.addEventListener('keydown', onKey, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      observer.disconnect();
      requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => resolve(performance.now() - pressed);
        painted.port2.postMessage(null);
      });
    });
    observer.observe(table, { attributeFilter: ['aria-rowcount'] });
  });
}

async function stroke(page: Page, key: string): Promise<number> {
  // The promise is kept in the page: the key is pressed once its observers stand.
  await page.evaluate(`window.timedStroke = (${timeNextStroke.toString()})(); undefined`);
  await page.keyboard.press(key);
  const took = await page.evaluate<number>('window.timedStroke');
  await page.waitForTimeout(BETWEEN_STROKES_MS);
  return took;
}

/** Filter keystroke to paint. */
export async function filterStrokes(page: Page): Promise<Row[]> {
  await page.getByRole('searchbox').click();
  const times: number[] = [];
  for (const search of searches) {
    for (const key of search) times.push(await stroke(page, key));
    for (const _ of search) times.push(await stroke(page, 'Backspace'));
  }
  console.log(`strokes: ${times.map(Math.round).join(', ')} ms`);
  return [
    row('10 000 failed rows: filter keystroke to paint, median', median(times), '<=', 100, 'ms'),
    row('10 000 failed rows: filter keystroke to paint, worst', Math.max(...times), '<=', 100, 'ms'),
  ];
}

/** Begins to note the time between frames, in the page. */
function watchFrames(): void {
  const frames: number[] = [];
  let last = performance.now();
  const next = (now: number) => {
    frames.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame((now) => {
    last = now;
    requestAnimationFrame(next);
  });
  Object.assign(window, { frames });
}

/** Scrolls with the wheel for some seconds; the longest time between two frames. */
async function longestFrame(page: Page, down: boolean): Promise<number> {
  await page.mouse.move(500, 600);
  await page.evaluate('window.frames.length = 0');
  for (let turn = 0; turn < WHEEL_TURNS; turn += 1) {
    await page.mouse.wheel(0, down ? 500 : -500);
    await page.waitForTimeout(BETWEEN_TURNS_MS);
  }
  const frames = await page.evaluate<number[]>('window.frames');
  return Math.max(...frames);
}

/** Scrolling through the table by the wheel, down and up again. */
export async function scrolling(page: Page): Promise<Row[]> {
  await page.evaluate(watchFrames);
  const worst: number[] = [];
  for (let time = 0; time < SCROLLS; time += 1) worst.push(await longestFrame(page, time % 2 === 0));
  console.log(`longest frame of each scroll: ${worst.map(Math.round).join(', ')} ms`);
  return [row(`10 000 failed rows: longest frame of a scroll, median of ${SCROLLS}`, median(worst), '<=', 50, 'ms')];
}
