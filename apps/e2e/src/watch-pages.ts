import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Stage } from './stage.ts';

/** The doings of every page of a test, however it was opened. */
export type Watch = {
  /** Bodies and headers the server answered with. */
  answers: string[];
  /** Requests to anybody but the server and the organisation's sign-in. */
  foreign: string[];
  /** Complaints of the content security policy. */
  violations: string[];
  /** Answers that were still on their way have been read. */
  drained: () => Promise<void>;
};

/** Watches all pages of a browser, also those that are opened later. */
export function watchPages(browser: Browser, stage: Stage): Watch {
  const watch = { answers: [] as string[], foreign: [] as string[], violations: [] as string[] };
  const reading = new Set<Promise<void>>();
  const own = [stage.url, stage.provider?.issuer ?? stage.url, 'data:', 'blob:'];

  function watchPage(page: Page): void {
    page.on('request', (request) => {
      if (!own.some((start) => request.url().startsWith(start))) watch.foreign.push(request.url());
    });
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) watch.violations.push(message.text());
    });
    page.on('response', (response) => {
      if (!response.url().startsWith(stage.url)) return;
      // An answer that leads elsewhere, and one without a body, has headers all the same.
      const body = response.text().catch(() => '');
      const read = Promise.all([response.allHeaders(), body]).then(
        ([headers, text]) => void watch.answers.push(`${response.url()} ${JSON.stringify(headers)} ${text}`),
        // A page that was left keeps nothing to read.
        () => undefined,
      );
      reading.add(read);
      void read.then(() => reading.delete(read));
    });
  }

  function watchContext(context: BrowserContext): void {
    for (const page of context.pages()) watchPage(page);
    context.on('page', watchPage);
  }

  for (const context of browser.contexts()) watchContext(context);
  browser.on('context', watchContext);
  return {
    ...watch,
    async drained() {
      browser.off('context', watchContext);
      await Promise.all(reading);
    },
  };
}
