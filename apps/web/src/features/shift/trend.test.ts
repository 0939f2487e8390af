import { expect, test } from 'vitest';
import { trendRows, unreadPart } from './trend.ts';

const trend = [
  { day: '2026-11-27', failed: null, recovered: null, retried: 2 },
  { day: '2026-11-28', failed: 4, recovered: 0, retried: 0 },
  { day: '2026-11-29', failed: 4, recovered: 0, retried: 0 },
  { day: '2026-11-30', failed: 1, recovered: 0, retried: 1 },
];

test('each kind has a scale of its own, and its newest worst day', () => {
  const [failed, recovered, retried] = trendRows(trend);
  expect(failed).toMatchObject({ kind: 'failed', total: 9, most: 4, mostOn: '2026-11-29' });
  expect(failed?.bars.map(({ day, height }) => [day, height])).toEqual([
    ['2026-11-28', 1],
    ['2026-11-29', 1],
    ['2026-11-30', 0.25],
  ]);
  expect(recovered).toEqual({ kind: 'recovered', bars: [], total: 0, most: 0, mostOn: '' });
  expect(retried?.bars.map(({ left, width }) => left + width <= 100)).toEqual([true, true]);
  expect(retried).toMatchObject({ total: 3, most: 2, mostOn: '2026-11-27' });
});

test('days that have not been read are neither good nor bad', () => {
  expect(unreadPart(trend)).toEqual({ days: 1, width: 25 });
  expect(unreadPart([])).toEqual({ days: 0, width: 0 });
});
