import { existsSync } from 'node:fs';
import type { Board } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { faviconOf } from './use-favicon.ts';

const since = '2026-01-10T11:00:00.000Z';

function icon(failed: number | null, change: Partial<Board['em']> = {}, jobs = 20): string {
  const em: Board['em'] = { state: 'ok', since, lastGoodAt: since, message: null, newestEventAt: since, ...change };
  const counts = { failed, retrying: 0, running: 0, recoveredToday: 0, jobs };
  return faviconOf({ data: { counts, em }, freshness: { emState: null } });
}

test('the tab shows the count, none, or that it is not known, each with a picture that exists', () => {
  const icons = [icon(3), icon(10), icon(0), icon(null), icon(3, { state: 'down' })];
  expect(icons).toEqual(['failed-3', 'failed-more', 'ok', 'unknown', 'unknown'].map((name) => `/icons/${name}.svg`));
  for (let failed = 0; failed < 12; failed += 1) {
    const file = new URL(`../../public${icon(failed)}`, import.meta.url);
    expect(existsSync(file), file.href).toBe(true);
  }
});

test('the tab is green only where all of it was read and runs are heard of as usual', () => {
  expect(icon(0, { state: 'degraded' })).toBe('/icons/unknown.svg');
  expect(icon(0, { silentSince: since })).toBe('/icons/unknown.svg');
  expect(icon(0, {}, 0)).toBe('/icons/unknown.svg');
  expect(icon(2, { state: 'degraded' })).toBe('/icons/failed-2.svg');
});
