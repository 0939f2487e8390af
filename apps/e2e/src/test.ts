import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { searchForSecrets } from './secrets.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { watchPages } from './watch-pages.ts';

type People = 'anna' | 'ben' | 'henry';

type Fixtures = {
  /** The parts of this file's stage: `test.use({ stageOptions: … })`. */
  stageOptions: StageOptions;
  /** A simulator and the built server, for this test alone. */
  stage: Stage;
  /** A new browser in which this person has signed in and sees the board; the sign-in page has tests of its own. */
  signIn: (person: People, options?: BrowserContextOptions) => Promise<Page>;
};

/** Polls quickly and lets a minute of the simulated world pass in about two seconds. */
const quick: StageOptions = {
  simulator: { jobs: 24, seed: 1, speed: 20 },
  environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '8' },
};

/** Playwright's test with the product on a stage. What a page prints as an error fails the test that opened it. */
export const test = base.extend<Fixtures>({
  stageOptions: [quick, { option: true }],

  stage: async ({ stageOptions, browser }, use) => {
    const stage = await openStage(stageOptions);
    const watch = watchPages(browser, stage);
    await use(stage);
    await watch.drained();
    await stage.stopDesk();
    const { hits } = searchForSecrets(stage, watch.answers);
    await stage.stop();
    expect(hits, 'secrets in answers, log or data').toEqual([]);
    expect(watch.foreign, 'requests to others').toEqual([]);
    expect(watch.violations, 'violations of the content security policy').toEqual([]);
  },

  signIn: async ({ browser, stage }, use) => {
    const contexts: BrowserContext[] = [];
    const noise: string[] = [];
    await use(async (person, options) => {
      const context = await browser.newContext({ baseURL: stage.url, ...options });
      contexts.push(context);
      const answer = await context.request.post('/api/session', {
        headers: { origin: stage.url },
        data: { username: `TECH\\${person}`, password: `${person}-demo` },
      });
      expect(answer.status(), await answer.text()).toBe(200);
      const page = await context.newPage();
      collectNoise(page, noise);
      await page.goto('/');
      await expect(page.getByRole('table', { name: 'Jobs that need attention' })).toBeVisible();
      return page;
    });
    for (const context of contexts) await context.close();
    expect(noise, 'errors a page printed').toEqual([]);
  },
});

/** Gathers uncaught errors and error lines of the console. A failed fetch prints one by itself: that is the browser's own note. */
function collectNoise(page: Page, noise: string[]): void {
  page.on('pageerror', (error) => noise.push(String(error)));
  page.on('console', (message) => {
    const ownNote = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !ownNote) noise.push(message.text());
  });
}

export { expect };
