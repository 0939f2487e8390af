import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { devtools, openProfile } from './browser.ts';
import { median, type Row, row } from './goal.ts';

const LOADS = 9;
const SLOW_DOWN = 4;

type State = Awaited<ReturnType<BrowserContext['storageState']>>;
type Load = { transferred: number; gzip: number; largestPaint: number };

/** Opens an address in an empty profile of a slowed browser, until the network is quiet. */
async function load(browser: Browser, url: string, state: State, path: string): Promise<Load> {
  const context = await openProfile(browser, url, state);
  try {
    const page = await context.newPage();
    const bytes = await scriptBytes(page);
    await (await devtools(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    return { largestPaint: await page.evaluate<number>(largestPaint), ...(await bytes()) };
  } finally {
    await context.close();
  }
}

/** Counts the bytes of scripts, as they came over the network and as gzip makes them. */
async function scriptBytes(page: Page): Promise<() => Promise<{ transferred: number; gzip: number }>> {
  const session = await devtools(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let transferred = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
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

/** Milliseconds from the navigation to the largest contentful paint so far. Runs in the page; as text, because Node's own types have no such entry. */
const largestPaint = `new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
    type: 'largest-contentful-paint',
    buffered: true,
  });
})`;

/** First load of the board and of the wall, signed in, nothing cached. */
export async function firstLoad(browser: Browser, url: string, state: State): Promise<Row[]> {
  const boards: Load[] = [];
  const walls: Load[] = [];
  for (let time = 0; time < LOADS; time += 1) {
    boards.push(await load(browser, url, state, '/'));
    walls.push(await load(browser, url, state, '/wall'));
  }
  const paints = (loads: Load[]) => loads.map(({ largestPaint: at }) => at);
  for (const [name, loads] of Object.entries({ board: boards, wall: walls })) {
    console.log(`${name}: largest paint after ${paints(loads).map(Math.round).join(', ')} ms`);
  }
  const most = (loads: Load[], bytes: 'gzip' | 'transferred') => Math.max(...loads.map((each) => each[bytes])) / 1000;
  return [
    row('scripts of the first load of the board, gzip', most(boards, 'gzip'), '<=', 130, 'kB'),
    row('scripts of the first load of the wall, gzip', most(walls, 'gzip'), '<=', 110, 'kB'),
    row(
      'scripts of the first load of the board, as the server sends them',
      most(boards, 'transferred'),
      '<=',
      130,
      'kB',
    ),
    row('scripts of the first load of the wall, as the server sends them', most(walls, 'transferred'), '<=', 110, 'kB'),
    row(`largest paint of the board, ${SLOW_DOWN} × slower CPU, median`, median(paints(boards)) / 1000, '<=', 1.2, 's'),
    row(`largest paint of the wall, ${SLOW_DOWN} × slower CPU, median`, median(paints(walls)) / 1000, '<=', 1.2, 's'),
  ];
}
