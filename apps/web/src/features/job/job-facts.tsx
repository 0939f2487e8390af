import { endOfRun, type JobRow } from '@retry-desk/contract';
import type { ReactNode } from 'react';
import { isSuccessUnread } from '#lib/not-read.ts';
import { words as catalogue } from '#lib/words.ts';
import { Time } from '#ui/time.tsx';
import { jobWords as words } from './words.ts';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-muted">{label}</dt>
      <dd className="text-l font-heavy tracking-[-0.01em] tabular-nums">{children}</dd>
    </div>
  );
}

/** The day, small beside how long ago it was. */
function Day({ at }: { at: string }) {
  return (
    <small className="ml-1 text-s leading-none font-normal tracking-normal text-muted">
      <Time at={at} show="day" />
    </small>
  );
}

/** The numbers of a job that matter, large, each with of when it is. */
export function JobFacts({ job }: { job: JobRow }) {
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-4 px-5 py-4">
      <Fact label={words.streak}>
        <span className={job.streak > 1 ? 'text-failed' : ''}>
          {catalogue.board.streakOf(job.streak, isSuccessUnread(job))}
        </span>
      </Fact>
      <Fact label={words.lastSuccess}>
        {job.lastSuccessAt ? (
          <>
            <Time at={job.lastSuccessAt} /> <Day at={job.lastSuccessAt} />
          </>
        ) : job.readSince ? (
          catalogue.notRead
        ) : (
          words.noSuccess
        )}
      </Fact>
      <Fact label={job.run && job.run.endedAt === null ? words.runningSince : words.newest}>
        {job.run ? (
          <>
            <Time at={endOfRun(job.run)} /> <Day at={endOfRun(job.run)} />
          </>
        ) : job.readSince ? (
          catalogue.notRead
        ) : (
          words.noRun
        )}
      </Fact>
      <Fact label={words.nextRun}>
        {job.nextRunAt ? (
          <Time at={job.nextRunAt} show="day" />
        ) : job.noSchedule ? (
          catalogue.board.noSchedule[job.noSchedule]
        ) : (
          words.noNextRun
        )}
      </Fact>
      {job.autoRetryAt && (
        <Fact label={words.autoRetry}>
          <Time at={job.autoRetryAt} show="day" />
        </Fact>
      )}
    </dl>
  );
}
