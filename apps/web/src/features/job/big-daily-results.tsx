import type { JobRow } from '@retry-desk/contract';
import type { RunMark } from '#lib/marks.ts';
import { useDailyResults } from '#ui/daily-results.tsx';
import { countDays, daysOf } from './daily-states.ts';
import { DayAxis } from './day-axis.tsx';
import { jobWords as words } from './words.ts';

/** Without our own colours the heights carry the state. */
const filled = 'forced-color-adjust-none forced-colors:bg-[CanvasText]';

const bars: Record<RunMark | 'none' | 'unread', string> = {
  failed: `h-full bg-failed ${filled}`,
  running: 'h-full bg-running forced-color-adjust-none forced-colors:bg-[Highlight]',
  warning: `h-[72%] bg-warning ${filled}`,
  ok: `h-[46%] bg-ok ${filled}`,
  waiting: `h-[46%] bg-waiting ${filled}`,
  unknown: 'h-[46%] border-2 border-unknown',
  none: `h-1 bg-line-control ${filled}`,
  // Not read yet: a place, and nothing in it.
  unread: 'h-1 border border-dotted border-line-control',
};

/** The days of a job, a bar each, whose height shows the state as well as its colour. */
export function BigDailyResults({ job }: { job: JobRow }) {
  const days = daysOf(useDailyResults(job));
  return (
    <figure>
      <div className="flex h-21 items-end gap-0.75" aria-hidden="true">
        {days.map(({ daysAgo, state }) => (
          <i
            key={daysAgo}
            data-state={state ?? 'none'}
            className={`min-w-0 flex-1 rounded-[2px] ${bars[state ?? 'none']}`}
            title={`${words.daysAgo(daysAgo)}: ${state === null ? words.noRunThatDay : words.day[state]}`}
          />
        ))}
      </div>
      <DayAxis from={days.length - 1} />
      <figcaption className="mt-2 text-muted">{words.dailySummary(countDays(days))}</figcaption>
    </figure>
  );
}
