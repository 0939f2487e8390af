import type { Browser } from '@playwright/test';
import { VIEWPORT } from './browser.ts';

/**
 * A page that Chromium's own interface drives. One of Playwright's keeps and decodes every answer in the thread that draws:
 * 60 ms for a board of 8.5 MB, which no person's browser spends.
 */
export type PlainPage = {
  /** The value of an expression in the page; of a promise, what it comes to. */
  evaluate<T>(expression: string): Promise<T>;
  /** Moves the pointer onto the table. */
  point(): Promise<void>;
  /** Turns the wheel there; downwards where above 0. */
  wheel(pixels: number): Promise<void>;
  end(): Promise<void>;
};

const ANSWER_MS = 120_000;
const POINTER = { x: 500, y: 600 };

type Result = {
  result?: { value?: unknown };
  exceptionDetails?: { text: string; exception?: { description?: string } };
  /** Of a navigation that failed. */
  errorText?: string;
};
type Answer = { id: number; error?: { message: string }; result?: Result };

/** Opens an address in an empty profile that has this cookie. */
export async function openPlainPage(
  browser: Browser,
  url: string,
  cookie: { name: string; value: string },
): Promise<PlainPage> {
  const chromium = await browser.newBrowserCDPSession();
  // Playwright lets go of pages in profiles it has not made.
  const { browserContextId } = await chromium.send('Target.createBrowserContext');
  const { targetId } = await chromium.send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await chromium.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (answer: Answer) => void>();
  chromium.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    const answer: Answer = JSON.parse(event.message);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let calls = 0;
  async function send(method: string, params: object): Promise<Result> {
    calls += 1;
    const id = calls;
    const answered = new Promise<Answer>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${method}: no answer`)), ANSWER_MS);
      waiting.set(id, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
    });
    await chromium.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    const { error, result = {} } = await answered;
    const { exceptionDetails: thrown, errorText } = result;
    const fault = error?.message ?? errorText ?? thrown?.exception?.description ?? thrown?.text;
    if (fault !== undefined) throw new Error(`${method}: ${fault}`);
    return result;
  }
  const mouse = (type: string, more = {}) => send('Input.dispatchMouseEvent', { type, ...POINTER, ...more });
  await send('Network.setCookie', { ...cookie, url });
  await send('Emulation.setDeviceMetricsOverride', { ...VIEWPORT, deviceScaleFactor: 1, mobile: false });
  await send('Page.navigate', { url });
  return {
    async evaluate<T>(expression: string) {
      const { result } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      // The caller gives the type of the expression's value.
      return result?.value as T;
    },
    async point() {
      await mouse('mouseMoved');
    },
    async wheel(pixels) {
      await mouse('mouseWheel', { deltaX: 0, deltaY: pixels });
    },
    async end() {
      await chromium.send('Target.disposeBrowserContext', { browserContextId });
      await chromium.detach();
    },
  };
}
