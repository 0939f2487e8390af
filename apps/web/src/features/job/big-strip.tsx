import type { JobRow } from '@retry-desk/contract';
import { useStrip } from '#ui/strip.tsx';
import { countDays, daysOf } from './strip-days.ts';
import { jobWords as words } from './words.ts';

/** The 30 days of a job, a bar a day whose height tells the state as well as its colour. */
export function BigStrip({ job }: { job: JobRow }) {
  const days = daysOf(useStrip(job));
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
      <figcaption>{words.stripSummary(countDays(days))}</figcaption>
    </figure>
  );
}
