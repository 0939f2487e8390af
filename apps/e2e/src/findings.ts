import { expect, type Page } from '@playwright/test';
import axe, { type Result, type RunOptions } from 'axe-core';

const contrast = ['color-contrast', 'link-in-text-block'];
type View = {
  width: number;
  media: { colorScheme: 'light' | 'dark'; forcedColors: 'none' | 'active' };
  rules: 'all' | 'contrast';
};
const themes: readonly Pick<View, 'media' | 'rules'>[] = [
  { media: { colorScheme: 'light', forcedColors: 'none' }, rules: 'all' },
  { media: { colorScheme: 'dark', forcedColors: 'none' }, rules: 'contrast' },
  // Light ones are measured in contrast.spec.ts: axe finds the colours of a page without them.
  { media: { colorScheme: 'dark', forcedColors: 'active' }, rules: 'contrast' },
];
/** Everything once at each width, and colours in every theme; those that people force are the system's at any width. */
const allViews: readonly View[] = [1440, 390].flatMap((width) =>
  themes.flatMap((theme) => (width === 390 && theme.media.forcedColors === 'active' ? [] : { width, ...theme })),
);
/** For what opens over a page that has been checked: it is the same at every width. */
export const fewViews: readonly View[] = [
  { width: 390, media: { colorScheme: 'light', forcedColors: 'none' }, rules: 'all' },
  { width: 1440, media: { colorScheme: 'dark', forcedColors: 'none' }, rules: 'contrast' },
];

/** Violations of these rules of axe, or of all of them, in a part of the page; passes are not described. */
export async function violationsIn(page: Page, part: string, rules?: readonly string[]): Promise<Result[]> {
  // Once in each document: a browser takes many times longer to read axe than to run it.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  const options: RunOptions = { resultTypes: ['violations'], ...(rules ? { runOnly: [...rules] } : {}) };
  const run = `axe.run('${part}', ${JSON.stringify(options)})`;
  return await page.evaluate<Result[]>(`${run}.then(({ violations }) => violations)`);
}

/** Findings of axe on the page in each view, without fetching it anew; in a `part` of it alone where one is named. */
export async function findings(page: Page, where: string, views = allViews, part = 'html'): Promise<string[]> {
  const found: string[] = [];
  for (const { width, media, rules } of views) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    const violations = await violationsIn(page, part, rules === 'contrast' ? contrast : undefined);
    const view = `${where} at ${width}, ${media.colorScheme}, forced colours ${media.forcedColors}`;
    found.push(...violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes[0]?.html}`));
  }
  return found;
}

/** Opens a dialog, checks it, and closes it. */
export async function findingsInDialog(
  page: Page,
  name: string | RegExp,
  open: () => Promise<void>,
): Promise<string[]> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open();
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog).toBeVisible();
  const found = await findings(page, `the dialog ${name}`, fewViews, 'dialog[open]');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  return found;
}
