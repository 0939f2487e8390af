import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { devtools, openProfile } from './browser.ts';
import { median, note, type Row, row } from './goal.ts';

const LOADS = 9;
const SLOW_DOWN = 4;

type State = Awaited<ReturnType<BrowserContext['storageState']>>;
type Load = { transferred: number; gzip: number; largestPaint: number; firstRow: number };

/** Opens an address in an empty profile of a slowed browser, until the network is quiet. */
async function load(browser: Browser, { url, state, row: selector }: Opened, path: string): Promise<Load> {
  const context = await openProfile(browser, url, state);
  try {
    const page = await context.newPage();
    const bytes = await scriptBytes(page);
    await page.addInitScript(noteFirst, selector);
    await (await devtools(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
    await page.goto(`${url}${path}`);
    await page.locator(selector).first().waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    const firstRow = await page.evaluate<number>('window.firstRow');
    return { firstRow, largestPaint: await page.evaluate<number>(largestPaint), ...(await bytes()) };
  } finally {
    await context.close();
  }
}

/** Parts that the page does without: fetched once something is drawn, which on a slow machine may be before the first row. */
const fetchedWhenIdle = /\/(?:machine-search-dialog|task-cards|fates|board-foot|idle)/;

/** Counts the bytes of scripts, as they came over the network and as gzip makes them. */
async function scriptBytes(page: Page): Promise<() => Promise<{ transferred: number; gzip: number }>> {
  const session = await devtools(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let transferred = 0;
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script' && !fetchedWhenIdle.test(response.url)) scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) transferred += encodedDataLength;
  });
  return async () => {
    let gzip = 0;
    for (const requestId of scripts) {
      const { body, base64Encoded } = await session.send('Network.getResponseBody', { requestId });
      gzip += gzipSync(Buffer.from(body, base64Encoded ? 'base64' : 'utf8')).length;
    }
    return { transferred, gzip };
  };
}

/**
 * Notes when the first element of a kind has been painted: milliseconds from the navigation. Runs in the page, before its
 * scripts. The largest paint would be that of a heading on one page, and of a row on another.
 */
function noteFirst(selector: string): void {
  const firstRow = new Promise<number>((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector(selector) === null) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => resolve(performance.now());
        painted.port2.postMessage(null);
      });
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  Object.assign(window, { firstRow });
}

/** Milliseconds from the navigation to the largest contentful paint so far. Runs in the page; as text, because Node's own types have no such entry. */
const largestPaint = `new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
    type: 'largest-contentful-paint',
    buffered: true,
  });
})`;

/** The pages to open, each with the cookies of its server, and the selector of its first row of a failed job. */
type Opened = { url: string; state: State; row: string };
type Pages = { desk: Opened; bare: Opened; bullBoard: Opened };

/**
 * First load of board and wall, signed in, nothing cached; beside it a bare page with the same rows, and bull-board with as
 * many failed jobs, in turn.
 */
export async function firstLoad(browser: Browser, { desk, bare, bullBoard }: Pages): Promise<Row[]> {
  const loads = { board: [] as Load[], wall: [] as Load[], 'bare page': [] as Load[], 'bull-board': [] as Load[] };
  for (let time = 0; time < LOADS; time += 1) {
    loads.board.push(await load(browser, desk, '/'));
    loads['bare page'].push(await load(browser, bare, '/'));
    loads.wall.push(await load(browser, { ...desk, row: 'main li' }, '/wall'));
    loads['bull-board'].push(await load(browser, bullBoard, ''));
  }
  const firstRows = (of: Load[]) => of.map(({ firstRow }) => firstRow);
  for (const [name, of] of Object.entries(loads)) {
    console.log(`${name}: first row painted after ${firstRows(of).map(Math.round).join(', ')} ms`);
  }
  const { board, wall } = loads;
  const most = (of: Load[], bytes: 'gzip' | 'transferred') => Math.max(...of.map((each) => each[bytes])) / 1000;
  const paint = (of: Load[]) => median(firstRows(of));
  const seconds = (name: keyof typeof loads) => [
    note(`first row of the ${name}, ${SLOW_DOWN} × slower CPU, median`, paint(loads[name]) / 1000, 's'),
    note(`largest paint of the ${name}`, median(loads[name].map(({ largestPaint: at }) => at)) / 1000, 's'),
  ];
  return [
    row('scripts of the first load of the board, gzip', most(board, 'gzip'), '<=', 110, 'kB'),
    row('scripts of the first load of the wall, gzip', most(wall, 'gzip'), '<=', 85, 'kB'),
    row(
      'scripts of the first load of the board, as the server sends them',
      most(board, 'transferred'),
      '<=',
      130,
      'kB',
    ),
    row('scripts of the first load of the wall, as the server sends them', most(wall, 'transferred'), '<=', 110, 'kB'),
    row('first row painted, board ÷ bare page', paint(board) / paint(loads['bare page']), '<=', 1.25, '×'),
    row('first row painted, board ÷ bull-board', paint(board) / paint(loads['bull-board']), '<=', 0.8, '×'),
    ...(['board', 'wall', 'bare page', 'bull-board'] as const).flatMap(seconds),
  ];
}
