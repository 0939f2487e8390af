import type { Run } from '@retry-desk/contract';
import { markOfResult, shapes } from '#lib/marks.ts';
import { dayClock, duration, type Zone } from '#lib/time.ts';
import { words as catalogue } from '#lib/words.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { type Bar, durationChart, durationFacts } from './duration-chart.ts';
import { jobWords as words } from './words.ts';

const height = 84;

function RunBar({ bar, now, zone }: { bar: Bar; now: number; zone: Zone }) {
  const state = bar.running ? 'running' : markOfResult[bar.result];
  const tall = Math.max(2, bar.height * height);
  const started = dayClock(Date.parse(bar.startedAt), now, zone);
  return (
    <svg x={`${bar.left}%`} y={height - tall} width="1" height={tall} overflow="visible" aria-hidden="true">
      <title>{`${started} · ${catalogue.result[bar.result]} · ${duration(bar.milliseconds)}`}</title>
      <rect className={`bar ${state}`} x="-3" width="6" height={tall} rx="1" />
      {state !== 'ok' && (
        <path className={`bar ${state}`} fillRule="evenodd" d={shapes[state]} transform="translate(-5 -13)" />
      )}
    </svg>
  );
}

/** How long the runs of 30 days took, drawn by hand; the caption says the same in words. */
export function DurationFigure({ runs, now }: { runs: readonly Run[]; now: number }) {
  const { zone } = usePreferences();
  const chart = durationChart(runs, now);
  const facts = durationFacts(chart);
  return (
    <figure className="duration-figure">
      <svg className="duration-chart" aria-hidden="true">
        {[0, ...chart.lines].map((line) => (
          <g key={line} transform={`translate(0 ${height - (line / chart.top) * height})`}>
            <line x1="0" x2="100%" />
            {line > 0 && (
              <text x="-8" dy="0.35em">
                {words.line(line / 60_000)}
              </text>
            )}
          </g>
        ))}
        {chart.bars.map((bar) => (
          <RunBar key={bar.runId} bar={bar} now={now} zone={zone} />
        ))}
      </svg>
      <div className="job-axis" aria-hidden="true">
        <span>{words.daysAgo(30)}</span>
        <span>{words.daysAgo(0)}</span>
      </div>
      <figcaption>
        {facts
          ? words.chartSummary(
              facts.runs,
              facts.failed,
              duration(facts.usual),
              duration(facts.longest.milliseconds),
              dayClock(Date.parse(facts.longest.startedAt), now, zone),
            )
          : words.noRunsToDraw}
      </figcaption>
    </figure>
  );
}
