import { expect, test } from 'vitest';
import { read } from '../src/repository.ts';

/** The targets of the two builds in apps/web/vite.config.ts, the app's first: `chrome108` is Chromium 108. */
const targets = [...read('apps/web/vite.config.ts').matchAll(/^ {2}target: \[(.*)\]/gm)].map(([, list = '']) =>
  Object.fromEntries([...list.matchAll(/'([a-z]+)([\d.]+)'/g)].map(([, name, version]) => [name, version])),
);

/** Versions that a text names of a browser. */
function named(text: string, browser: string): string[] {
  return [...text.matchAll(new RegExp(`${browser} (\\d[\\d.]*\\d)`, 'g'))].map(([, version = '']) => version);
}

test('the browsers that README and the notices of old browsers name are those the builds are for', () => {
  const [app, wall] = targets;
  expect(targets).toHaveLength(2);
  const table = read('README.md').match(/^\| (?:board|the wall).*$/gm) ?? [];
  const [board = '', screen = ''] = table;
  expect(table).toHaveLength(2);
  expect(named(board, 'Chromium')).toEqual([app?.chrome]);
  expect(screen).toContain(`from ${wall?.chrome} on it can be read`);
  for (const [text, build] of [
    [board, app],
    [screen, wall],
    [read('apps/web/index.html'), app],
    [read('apps/web/wall.html'), wall],
  ] as const) {
    expect(new Set(named(text, 'Firefox'))).toEqual(new Set([build?.firefox]));
    expect(new Set(named(text, 'Safari'))).toEqual(new Set([build?.safari]));
  }
  expect(new Set(named(read('apps/web/index.html'), 'Chromium'))).toEqual(new Set([app?.chrome, wall?.chrome]));
  expect(new Set(named(read('apps/web/wall.html'), 'Chromium'))).toEqual(new Set([wall?.chrome]));
  // The wall is whole from here on, which no target can set: that version is tried.
  const [whole] = named(screen, 'Chromium');
  expect(read('apps/web/wall.html')).toContain(`(${whole} or newer for the full layout)`);
  expect(read('apps/e2e/src/engines/engines.ts')).toContain(`{ name: 'Chromium ${whole}', shows: 'wall',`);
  expect(read('apps/e2e/src/engines/engines.ts')).toContain(`{ name: 'Chromium ${app?.chrome}', shows: 'all',`);
  expect(read('apps/e2e/src/engines/engines.ts')).toContain(
    `{ name: 'Chromium ${wall?.chrome}', shows: 'wall to read',`,
  );
});
