import type { TrendDay } from '@retry-desk/contract';

const trendKinds = ['failed', 'recovered', 'retried'] as const;
export type TrendKind = (typeof trendKinds)[number];

/** A bar's place and width in percent of the figure's width, its height from 0 to 1. */
type TrendBar = { day: string; count: number; left: number; width: number; height: number };

export type TrendRow = {
  kind: TrendKind;
  bars: TrendBar[];
  total: number;
  most: number;
  /** The last day with that many; empty where there was none. */
  mostOn: string;
};

/** One row of bars for each kind, each with its own scale: a hundred failures must not hide three retries. */
export function trendRows(trend: readonly TrendDay[]): TrendRow[] {
  const step = 100 / Math.max(1, trend.length);
  return trendKinds.map((kind) => {
    const counts = trend.map((day) => day[kind] ?? 0);
    const most = Math.max(0, ...counts);
    const bars = trend.flatMap(({ day }, place) => {
      const count = counts[place] ?? 0;
      return count === 0 ? [] : [{ day, count, left: (place + 0.15) * step, width: step * 0.7, height: count / most }];
    });
    return {
      kind,
      bars,
      total: counts.reduce((sum, count) => sum + count, 0),
      most,
      mostOn: bars.findLast(({ count }) => count === most)?.day ?? '',
    };
  });
}

/** The part of the figure whose days have not been read yet, in percent, and how many days that are. */
export function unreadPart(trend: readonly TrendDay[]): { days: number; width: number } {
  const days = trend.filter(({ failed }) => failed === null).length;
  return { days, width: (100 * days) / Math.max(1, trend.length) };
}
