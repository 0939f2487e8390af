import type { JobRow } from '@retry-desk/contract';
import { words } from '#lib/words.ts';
import { reasonGroups } from './reason-groups.ts';

/** All machines of a job that failed, with Enterprise Manager's whole reason; the same one once. */
export function AllReasons({ job }: { job: JobRow }) {
  return (
    <dl className="m-0 grid gap-x-5 gap-y-1 py-2 sm:grid-cols-[fit-content(40%)_minmax(0,1fr)]">
      {reasonGroups(job.reasons).map(({ machines, text }) => (
        <div key={`${machines[0]} ${text}`} className="contents">
          <dt className="font-strong">
            {machines.length > 1 && `${words.count.machines(machines.length)}: `}
            {machines.map((machine, place) => (
              <span key={machine}>
                {place > 0 && ', '}
                <bdi>{machine}</bdi>
              </span>
            ))}
          </dt>
          <dd className="m-0 max-w-prose whitespace-pre-wrap select-text">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
