import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { StaleKind } from '#lib/staleness.ts';
import { faviconOf } from './favicon.ts';

function icon(failed: number | null, kind: StaleKind | null = null, jobs = 20, isOld = false): string {
  return faviconOf({ failed, jobs }, kind && { kind, isOld, since: null, message: null });
}

test('the tab shows the count, none, or that it is not known, each with an icon that exists', () => {
  const icons = [icon(3), icon(10), icon(0), icon(null), icon(3, 'em-down'), icon(3, 'silent'), icon(3, 'old')];
  expect(icons).toEqual(
    ['failed-3', 'failed-more', 'ok', 'unknown', 'unknown', 'unknown', 'unknown'].map((name) => `/icons/${name}.svg`),
  );
  for (let failed = 0; failed < 12; failed += 1) {
    const file = new URL(`../../public${icon(failed)}`, import.meta.url);
    expect(existsSync(file), file.href).toBe(true);
  }
});

test('the tab is green only where all of it was read and runs are reported as usual', () => {
  expect(icon(0, 'em-degraded')).toBe('/icons/unknown.svg');
  expect(icon(0, 'no-run')).toBe('/icons/unknown.svg');
  expect(icon(0, null, 0)).toBe('/icons/unknown.svg');
  expect(icon(2, 'em-degraded')).toBe('/icons/failed-2.svg');
  expect(icon(2, 'em-degraded', 20, true)).toBe('/icons/unknown.svg');
});
