import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { median, note, type Row, row } from './goal.ts';

/** Typed figure by figure, and taken back the same way: 24 strokes, each of which shows other rows. */
const searches = ['1234', '5678', '9024'];
const BETWEEN_STROKES_MS = 120;
const TIMES = 5;

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
  await wait(BETWEEN_STROKES_MS);
  return took;
}

/** Types and takes back all searches once; the time of each stroke. */
async function typeAll(page: Page): Promise<number[]> {
  await page.bringToFront();
  await page.getByRole('searchbox').click();
  const times: number[] = [];
  for (const search of searches) {
    for (const key of search) times.push(await stroke(page, key));
    for (const _ of search) times.push(await stroke(page, 'Backspace'));
  }
  console.log(`strokes: ${times.map(Math.round).join(', ')} ms`);
  return times;
}

/** Filter keystroke to paint, of the board and of the bare page in turn: of each stroke the middle of several times. */
export async function filterStrokes(board: Page, bare: Page): Promise<Row[]> {
  const typed = { board: [] as number[][], bare: [] as number[][] };
  for (let time = 0; time < TIMES; time += 1) {
    typed.board.push(await typeAll(board));
    typed.bare.push(await typeAll(bare));
  }
  const strokes = (of: number[][]) =>
    (of[0] ?? []).map((_, place) => median(of.map((times) => times[place] ?? Number.NaN)));
  const [ours, theirs] = [strokes(typed.board), strokes(typed.bare)];
  return [
    row(
      '10 000 failed rows: filter keystroke to paint, median, ÷ bare page',
      median(ours) / median(theirs),
      '<=',
      1.5,
      '×',
    ),
    note('10 000 failed rows: filter keystroke to paint, median of 24', median(ours), 'ms'),
    note('10 000 failed rows: filter keystroke to paint, worst of 24', Math.max(...ours), 'ms'),
    note('bare page, median of 24', median(theirs), 'ms'),
  ];
}
