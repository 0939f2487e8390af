import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

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

/** Axe on a page of ours. They have no frames, and without the second page that it opens for those it takes half as long. */
export function axeOf(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}

/** Findings of axe on the page in each view, without fetching it anew; in a `part` of it alone where one is named. */
export async function findings(page: Page, where: string, views = allViews, part = 'html'): Promise<string[]> {
  const found: string[] = [];
  for (const { width, media, rules } of views) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    const axe = axeOf(page).include(part);
    const { violations } = await (rules === 'contrast' ? axe.withRules(contrast) : axe).analyze();
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
