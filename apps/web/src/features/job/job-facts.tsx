import { endOfRun, type JobRow } from '@retry-desk/contract';
import type { ReactNode } from 'react';
import { isSuccessUnread } from '#lib/not-read.ts';
import { words as catalogue } from '#lib/words.ts';
import { Time } from '#ui/time.tsx';
import { jobWords as words } from './words.ts';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The numbers of a job that matter, large, each with of when it is. */
export function JobFacts({ job }: { job: JobRow }) {
  return (
    <dl className="job-facts">
      <Fact label={words.streak}>
        <span className={job.streak > 1 ? 'failed' : ''}>
          {catalogue.board.streakOf(job.streak, isSuccessUnread(job))}
        </span>
      </Fact>
      <Fact label={words.lastSuccess}>
        {job.lastSuccessAt ? (
          <>
            <Time at={job.lastSuccessAt} /> <small>{<Time at={job.lastSuccessAt} show="day" />}</small>
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
            <Time at={endOfRun(job.run)} />{' '}
            <small>
              <Time at={endOfRun(job.run)} show="day" />
            </small>
          </>
        ) : job.readSince ? (
          catalogue.notRead
        ) : (
          words.noRun
        )}
      </Fact>
      <Fact label={words.nextRun}>{job.nextRunAt ? <Time at={job.nextRunAt} show="day" /> : words.noNextRun}</Fact>
      {job.autoRetryAt && (
        <Fact label={words.autoRetry}>
          <Time at={job.autoRetryAt} show="day" />
        </Fact>
      )}
    </dl>
  );
}
