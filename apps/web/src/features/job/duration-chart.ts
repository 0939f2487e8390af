import { historyDays, type JobRun, type RunResult } from '@retry-desk/contract';

/** One run drawn as a bar: where its middle stands in the window (percent from the left) and how high (0 to 1). */
export type Bar = {
  runId: string;
  /** Where it began, or as near to it as there is a place of its own. */
  left: number;
  /** Others like it stand close behind: the last of them carries the shape. */
  isFollowed: boolean;
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
  /** The value at the top of the chart, in milliseconds. */
  top: number;
  /** From one bar to the next at least, in percent of the width. */
  step: number;
  /** Percent of the window, from the left, of which the runs have not been read yet. */
  unread: number;
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
export function durationOf(run: Pick<JobRun, 'startedAt' | 'endedAt'>, now: number): number {
  return Math.max(0, (run.endedAt === null ? now : Date.parse(run.endedAt)) - Date.parse(run.startedAt));
}

/** So far apart bars stand where there is room, in percent of all days together. */
const widestStep = 1.25;

/** Each run at a place of its own, at least a step from the next, in their order, and as near to where it began as that lets it. */
function placesOf(wanted: readonly number[], step: number): number[] {
  const places: number[] = [];
  for (const at of wanted) places.push(Math.max(at, (places.at(-1) ?? -step) + step));
  for (let place = places.length - 1, limit = 100; place >= 0; place -= 1, limit -= step) {
    places[place] = limit = Math.min(places[place] ?? 0, limit);
  }
  return places;
}

/** The runs of the last `days` days as bars, oldest first. `readSince`: older ones have not been read yet. */
export function durationChart(
  runs: readonly JobRun[],
  now: number,
  readSince: string | null = null,
  days = historyDays,
): Chart {
  const from = now - days * day;
  const share = (at: string) => Math.min(100, Math.max(0, ((Date.parse(at) - from) / (now - from)) * 100));
  const inWindow = runs
    .filter(({ startedAt }) => Date.parse(startedAt) >= from && Date.parse(startedAt) <= now)
    // They come newest first: of two that began in one moment the attempt stands behind its run.
    .reverse()
    .sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const durations = inWindow.map((run) => durationOf(run, now));
  const lines = durationLines(Math.max(0, ...durations));
  const top = lines.at(-1) ?? minute;
  const step = Math.min(widestStep, 100 / Math.max(1, inWindow.length));
  const places = placesOf(
    inWindow.map(({ startedAt }) => share(startedAt)),
    step,
  );
  const bars = inWindow.map((run, index) => {
    const milliseconds = durations[index] ?? 0;
    const isNear = (places[index + 1] ?? Number.POSITIVE_INFINITY) - (places[index] ?? 0) < 2 * widestStep;
    return {
      runId: run.id,
      left: places[index] ?? 0,
      isFollowed: isNear && inWindow[index + 1]?.result === run.result && inWindow[index + 1]?.endedAt !== null,
      height: milliseconds / top,
      milliseconds,
      startedAt: run.startedAt,
      result: run.result,
      running: run.endedAt === null,
    };
  });
  return { bars, lines, top, step, unread: readSince === null ? 0 : share(readSince) };
}

/** The chart in numbers, over runs that are over. */
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
