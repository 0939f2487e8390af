import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromiumArguments } from '../chromium.ts';
import type { Screen } from './screen.ts';

type Message = { id?: number; method?: string; params?: unknown; result?: unknown; error?: { message: string } };

/** A member of a value that came as JSON; undefined where it has none of that name. */
function member(value: unknown, ...names: string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}

/** Where a starting browser listens for its protocol, as it writes to its error stream. */
async function addressOf(browser: ChildProcess): Promise<string> {
  if (browser.stderr === null) throw new Error('the browser was started without an error stream');
  for await (const line of createInterface({ input: browser.stderr })) {
    const [, address] = /DevTools listening on ws:\/\/([^/]+)\//.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`the browser ended with ${browser.exitCode}`);
}

/** Where the protocol of the browser's first page is spoken; the browser listens a moment before it has one. */
async function pageOf(address: string): Promise<string> {
  for (;;) {
    const pages: unknown = await (await fetch(`http://${address}/json/list`)).json();
    const url = member(pages, '0', 'webSocketDebuggerUrl');
    if (typeof url === 'string') return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The DevTools protocol of one page, by hand: the libraries ask more of it than the oldest Chromiums have. */
async function connect(url: string, onEvent: (method: string, params: unknown) => void) {
  const socket = new WebSocket(url);
  const open = new Map<number, (message: Message) => void>();
  socket.addEventListener('message', ({ data }) => {
    const message: Message = JSON.parse(String(data));
    if (message.id !== undefined) open.get(message.id)?.(message);
    else if (message.method !== undefined) onEvent(message.method, message.params);
  });
  await once(socket, 'open');
  let last = 0;
  return async (method: string, params: object = {}): Promise<unknown> => {
    const id = ++last;
    const answer = new Promise<Message>((resolve) => open.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    open.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
}

/** A Chromium that neither Playwright nor Puppeteer can drive any more, with one page. */
export async function openByDevtools(program: string): Promise<Screen> {
  const profile = mkdtempSync(join(tmpdir(), 'retry-desk-old-'));
  const own = ['--headless', '--no-zygote', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const browser = spawn(program, [...chromiumArguments(), ...own, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const page = await pageOf(await addressOf(browser));
  const noise: string[] = [];
  const send = await connect(page, (method, params) => {
    if (method === 'Runtime.exceptionThrown') noise.push(JSON.stringify(member(params, 'exceptionDetails')));
    if (method === 'Runtime.consoleAPICalled' && member(params, 'type') === 'error')
      noise.push(String(member(params, 'args', '0', 'value')));
  });
  for (const domain of ['Page', 'Runtime']) await send(`${domain}.enable`);
  return {
    open: async (url) => void (await send('Page.navigate', { url })),
    resize: async (width, height) =>
      void (await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })),
    run: async <Answer>(check: (given: string) => Answer, given = '') => {
      const expression = `(${check})(${JSON.stringify(given)})`;
      // Silent: what a page that is just being left makes of it is no complaint of the page.
      const answer = await send('Runtime.evaluate', { expression, returnByValue: true, silent: true });
      const fault = member(answer, 'exceptionDetails');
      if (fault !== undefined) throw new Error(JSON.stringify(fault));
      // A function of the page returns the type it declares.
      return member(answer, 'result', 'value') as Answer;
    },
    noise: async () => noise,
    async close() {
      const gone = once(browser, 'exit');
      browser.kill();
      await gone;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
