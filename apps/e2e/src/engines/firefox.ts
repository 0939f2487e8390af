import puppeteer from 'puppeteer-core';
import { findProgram } from './programs.ts';
import type { Screen } from './screen.ts';

/**
 * Debian's Firefox by WebDriver BiDi, which is built into it: Playwright drives only a Firefox of its own. It keeps no data,
 * as many browsers on walls do not.
 */
export async function openFirefox(): Promise<Screen> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findProgram('firefox-esr') ?? 'firefox-esr',
    extraPrefsFirefox: { 'dom.storage.enabled': false },
    timeout: 120_000,
  });
  const page = await browser.newPage();
  const noise: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && noise.push(message.text())));
  page.on('pageerror', (error) => void noise.push(String(error)));
  return {
    open: async (url) => void (await page.goto(url)),
    resize: (width, height) => page.setViewport({ width, height }),
    // The library's own type of what comes back cannot be distinguished from a type parameter.
    run: async <Answer>(check: (given: string) => Answer, given = '') => (await page.evaluate(check, given)) as Answer,
    noise: async () => noise,
    close: () => browser.close(),
  };
}
