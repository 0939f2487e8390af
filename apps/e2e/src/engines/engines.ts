import { openFirefox } from './firefox.ts';
import { canRunOldChromium, openOldChromium } from './old-chromium.ts';
import { findProgram } from './programs.ts';
import type { Screen } from './screen.ts';
import { openWebKit } from './webkit.ts';

/** A browser that is tried besides the Chromium of all other tests. */
export type Engine = {
  name: string;
  /** Its purpose: everything, the wall alone, or to read the wall in without its full layout. */
  shows: 'all' | 'wall' | 'wall to read';
  /** Debian's packages that bring it, by the program that reports whether they are there; none where the lockfile brings it. */
  debian: Readonly<Record<string, string>>;
  open: () => Promise<Screen>;
};

const known: readonly Engine[] = [
  { name: 'Firefox ESR', shows: 'all', debian: { 'firefox-esr': 'firefox-esr' }, open: openFirefox },
  {
    name: 'WebKit',
    shows: 'all',
    debian: { WebKitWebDriver: 'webkit2gtk-driver', Xvfb: 'xvfb' },
    open: openWebKit,
  },
];
const old: readonly Engine[] = [
  { name: 'Chromium 108', shows: 'all', debian: {}, open: () => openOldChromium(108) },
  { name: 'Chromium 87', shows: 'wall', debian: {}, open: () => openOldChromium(87) },
  { name: 'Chromium 80', shows: 'wall to read', debian: {}, open: () => openOldChromium(80) },
];

/** Every engine this kind of machine can have. */
export const engines: readonly Engine[] = canRunOldChromium() ? [...known, ...old] : known;

/** The packages that are missing for an engine. */
export function missingFor({ debian }: Engine): string[] {
  return Object.entries(debian).flatMap(([program, name]) => (findProgram(program) === null ? [name] : []));
}
