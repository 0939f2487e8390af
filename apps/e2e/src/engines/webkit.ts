import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Builder, Capabilities } from 'selenium-webdriver';
import { freePort } from '../desk-process.ts';
import { complaints } from './in-page.ts';
import type { Screen } from './screen.ts';

/** An X server without a screen; WebKitGTK draws nowhere else. Its number is the first that is free. */
async function startDisplay(): Promise<{ server: ChildProcess; display: string }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  // With 'pipe' the fourth of them is a stream to read from.
  const [number] = await once(server.stdio[3] as Readable, 'data');
  return { server, display: `:${String(number).trim()}` };
}

/** Debian's WebKitGTK by WebDriver. */
export async function openWebKit(): Promise<Screen> {
  const { server, display } = await startDisplay();
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_DMABUF_RENDERER: '1' };
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${address}/status`).catch(() => null))?.ok) {
    if (driver.exitCode !== null) throw new Error(`WebKitWebDriver ended with ${driver.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const session = await new Builder()
    .usingServer(address)
    .withCapabilities(new Capabilities({ browserName: 'MiniBrowser' }))
    .build();
  // This driver has neither a log nor BiDi: what a page complains of is collected from its first call on.
  const noise: string[] = [];
  async function listen(): Promise<void> {
    noise.push(...(await session.executeScript<string[]>(complaints)));
  }
  return {
    open: async (url) => {
      await session.get(url);
      await listen();
    },
    resize: async (width, height) => void (await session.manage().window().setRect({ x: 0, y: 0, width, height })),
    run: async (check, given = '') => {
      await listen();
      return await session.executeScript(check, given);
    },
    async noise() {
      await listen();
      return noise;
    },
    async close() {
      await session.quit();
      driver.kill();
      server.kill();
    },
  };
}
