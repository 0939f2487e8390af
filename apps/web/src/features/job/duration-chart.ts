import type { Run, RunResult } from '@retry-desk/contract';

/** One run drawn as a bar: where it stands in the window (percent from the left) and how high (0 to 1). */
export type Bar = {
  runId: string;
  left: number;
  height: number;
  milliseconds: number;
  startedAt: string;
  result: RunResult;
  running: boolean;
};

export type Chart = {
  bars: Bar[];
  /** Durations of the horizontal lines in milliseconds, the lowest first; never empty. */
  lines: number[];
  /** What the top of the chart stands for, in milliseconds. */
  top: number;
};

const day = 86_400_000;
const minute = 60_000;
/** Steps that read well on a clock: 1, 2, 5, 10, 15, 30 minutes, then 1, 2, 4, 8, 12, 24 hours. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440].map((minutes) => minutes * minute);

/** Lines for durations up to `longest`: at most four, at round times, the last one at or above the longest. */
export function durationLines(longest: number): number[] {
  const step = steps.find((each) => each * 4 >= longest) ?? Math.ceil(longest / 4 / day) * day;
  const count = Math.max(1, Math.ceil(longest / step));
  return Array.from({ length: count }, (_, index) => (index + 1) * step);
}

/** How long a run took; one that still runs is counted up to now. */
export function durationOf(run: Pick<Run, 'startedAt' | 'endedAt'>, now: number): number {
  return Math.max(0, (run.endedAt === null ? now : Date.parse(run.endedAt)) - Date.parse(run.startedAt));
}

/** The runs of the last `days` days as bars, oldest first. */
export function durationChart(runs: readonly Run[], now: number, days = 30): Chart {
  const from = now - days * day;
  const inWindow = runs
    .filter(({ startedAt }) => Date.parse(startedAt) >= from && Date.parse(startedAt) <= now)
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const durations = inWindow.map((run) => durationOf(run, now));
  const lines = durationLines(Math.max(0, ...durations));
  const top = lines.at(-1) ?? minute;
  const bars = inWindow.map((run, index) => {
    const milliseconds = durations[index] ?? 0;
    return {
      runId: run.id,
      left: ((Date.parse(run.startedAt) - from) / (now - from)) * 100,
      height: milliseconds / top,
      milliseconds,
      startedAt: run.startedAt,
      result: run.result,
      running: run.endedAt === null,
    };
  });
  return { bars, lines, top };
}

/** What the chart says in numbers, over runs that are over. */
export type DurationFacts = { runs: number; failed: number; usual: number; longest: Bar };

/** Facts for people who do not see the chart; null where no run is over. `usual` is the median. */
export function durationFacts(chart: Chart): DurationFacts | null {
  const over = chart.bars.filter(({ running }) => !running);
  const sorted = [...over].sort((a, b) => a.milliseconds - b.milliseconds);
  const longest = sorted.at(-1);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!longest || !middle) return null;
  return {
    runs: over.length,
    failed: over.filter(({ result }) => result === 'failed').length,
    usual: middle.milliseconds,
    longest,
  };
}
