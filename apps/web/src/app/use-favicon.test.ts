import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faviconOf } from './use-favicon.ts';

test('the tab shows the count, none, or that it is not known, each with a picture that exists', () => {
  const icons = [
    faviconOf(3, true),
    faviconOf(10, true),
    faviconOf(0, true),
    faviconOf(null, true),
    faviconOf(3, false),
  ];
  expect(icons).toEqual(['failed-3', 'failed-more', 'ok', 'unknown', 'unknown'].map((name) => `/icons/${name}.svg`));
  for (let failed = 0; failed < 12; failed += 1) {
    const file = new URL(`../../public${faviconOf(failed, true)}`, import.meta.url);
    expect(existsSync(file), file.href).toBe(true);
  }
});
