import { historyDays, type JobRun } from '@retry-desk/contract';
import { duration } from '#lib/dates.ts';
import { markOfResult, type RunMark, shapes } from '#lib/marks.ts';
import { dayClock, type Zone } from '#lib/time.ts';
import { words as catalogue } from '#lib/words.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { DayAxis } from './day-axis.tsx';
import { type Bar, durationChart, durationFacts } from './duration-chart.ts';
import { OlderUnread } from './older-unread.tsx';
import { jobWords as words } from './words.ts';

const height = 84;

const fills: Record<RunMark, string> = {
  failed: 'fill-failed',
  running: 'fill-running',
  warning: 'fill-warning',
  ok: 'fill-ok',
  waiting: 'fill-unknown',
  unknown: 'fill-unknown',
};

function RunBar({ bar, step, now, zone }: { bar: Bar; step: number; now: number; zone: Zone }) {
  const state = bar.running ? 'running' : markOfResult[bar.result];
  const fill = `${fills[state]} forced-colors:fill-[CanvasText]`;
  const tall = Math.max(2, bar.height * height);
  const started = dayClock(Date.parse(bar.startedAt), now, zone);
  return (
    <g>
      <title>{`${started} · ${catalogue.result[bar.result]} · ${duration(bar.milliseconds)}`}</title>
      <rect className={fill} x={`${bar.left - step * 0.4}%`} y={height - tall} width={`${step * 0.8}%`} height={tall} />
      {state !== 'ok' && !bar.isFollowed && (
        <svg x={`${bar.left}%`} y={height - tall} width="1" height="1" overflow="visible" aria-hidden="true">
          <path className={fill} fillRule="evenodd" d={shapes[state]} transform="translate(-5 -13)" />
        </svg>
      )}
    </g>
  );
}

type FigureProps = { runs: readonly JobRun[]; now: number; readSince: string | null };

/** How long the runs of the history took, drawn by hand; the caption gives the same in words. */
export function DurationFigure({ runs, now, readSince }: FigureProps) {
  const { zone } = usePreferences();
  const chart = durationChart(runs, now, readSince);
  const facts = durationFacts(chart);
  return (
    <figure>
      <svg className="ml-13 h-21 w-[calc(100%-58px)] overflow-visible" aria-hidden="true">
        {chart.unread > 0 && <rect className="fill-tint-new opacity-40" width={`${chart.unread}%`} height={height} />}
        {[0, ...chart.lines].map((line) => (
          <g key={line} transform={`translate(0 ${height - (line / chart.top) * height})`}>
            <line x1="0" x2="100%" className="stroke-line forced-colors:stroke-[GrayText]" />
            {line > 0 && (
              <text x="-8" dy="0.35em" textAnchor="end" className="fill-muted text-s forced-colors:fill-[CanvasText]">
                {words.line(line / 60_000)}
              </text>
            )}
          </g>
        ))}
        {chart.bars.map((bar) => (
          <RunBar key={bar.runId} bar={bar} step={chart.step} now={now} zone={zone} />
        ))}
      </svg>
      <DayAxis from={historyDays} className="mr-1.5 ml-13" />
      <figcaption className="mt-2 text-muted">
        {facts
          ? words.chartSummary(
              facts.runs,
              facts.failed,
              duration(facts.usual),
              duration(facts.longest.milliseconds),
              dayClock(Date.parse(facts.longest.startedAt), now, zone),
            )
          : readSince
            ? words.noRunsReadYet
            : words.noRunsToDraw}
        {readSince && (
          <>
            {' '}
            <OlderUnread since={readSince} />
          </>
        )}
      </figcaption>
    </figure>
  );
}
