import type { Browser } from '@playwright/test';

/**
 * A page that Chromium's own interface drives. One of Playwright's keeps and decodes every answer in the thread that draws:
 * 60 ms for a board of 8.5 MB, which no person's browser spends.
 */
export type PlainPage = {
  /** The value of an expression in the page; of a promise, what it comes to. */
  evaluate<T>(expression: string): Promise<T>;
  /** Turns the wheel over the middle of the page; downwards where above 0. */
  wheel(pixels: number): Promise<void>;
  end(): Promise<void>;
};

const SIZE = { width: 1440, height: 900 };

type Answer = {
  id: number;
  error?: { message: string };
  result: { result?: { value?: unknown }; exceptionDetails?: { text: string } };
};

/** Opens an address in an empty profile that has this cookie (`name=value`). */
export async function openPlainPage(browser: Browser, url: string, cookie: string): Promise<PlainPage> {
  const chromium = await browser.newBrowserCDPSession();
  // Playwright lets go of pages in profiles it has not made.
  const { browserContextId } = await chromium.send('Target.createBrowserContext');
  const { targetId } = await chromium.send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await chromium.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (answer: Answer) => void>();
  chromium.on('Target.receivedMessageFromTarget', (told) => {
    if (told.sessionId !== sessionId) return;
    const answer: Answer = JSON.parse(told.message);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let calls = 0;
  async function send(method: string, params: object): Promise<Answer['result']> {
    calls += 1;
    const id = calls;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await chromium.send('Target.sendMessageToTarget', { sessionId, message });
    const { error, result } = await answered;
    const fault = error?.message ?? result.exceptionDetails?.text;
    if (fault !== undefined) throw new Error(`${method}: ${fault}`);
    return result;
  }
  const [name = '', value = ''] = cookie.split('=');
  await send('Network.setCookie', { name, value, url });
  await send('Emulation.setDeviceMetricsOverride', { ...SIZE, deviceScaleFactor: 1, mobile: false });
  await send('Page.navigate', { url });
  return {
    async evaluate<T>(expression: string) {
      const { result } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      // Who asks knows what the expression makes.
      return result?.value as T;
    },
    async wheel(pixels) {
      const at = { x: 500, y: 600 };
      await send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY: pixels });
    },
    async end() {
      await chromium.send('Target.disposeBrowserContext', { browserContextId });
      await chromium.detach();
    },
  };
}
