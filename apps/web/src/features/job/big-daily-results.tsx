import type { JobRow } from '@retry-desk/contract';
import { useDailyResults } from '#ui/daily-results.tsx';
import { countDays, daysOf } from './daily-states.ts';
import { jobWords as words } from './words.ts';

/** The 30 days of a job, a bar a day whose height shows the state as well as its colour. */
export function BigDailyResults({ job }: { job: JobRow }) {
  const days = daysOf(useDailyResults(job));
  return (
    <figure>
      <div className="big-strip" aria-hidden="true">
        {days.map(({ daysAgo, state }) => (
          <i
            key={daysAgo}
            className={state ?? 'none'}
            title={`${words.daysAgo(daysAgo)}: ${state === null ? words.noRunThatDay : words.day[state]}`}
          />
        ))}
      </div>
      <div className="job-axis" aria-hidden="true">
        <span>{words.daysAgo(days.length - 1)}</span>
        <span>{words.daysAgo(0)}</span>
      </div>
      <figcaption>{words.dailySummary(countDays(days))}</figcaption>
    </figure>
  );
}
