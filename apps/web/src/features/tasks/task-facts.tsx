import { isOpen, type Task } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { markOfResult } from '#lib/marks.ts';
import { words } from '#lib/words.ts';
import { cardDetails } from '#lib/words-cards.ts';
import { causeWords } from '#lib/words-causes.ts';
import { taskWords as text } from '#lib/words-tasks.ts';
import { AdviceLine } from '#ui/advice-line.tsx';
import { Quote } from '#ui/quote.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import { useNow } from '#ui/use-now.ts';
import { jobOfTaskQuery } from './queries.ts';
import { taskDuration } from './task-duration.ts';

/** A name and what it is, in two columns. */
function Facts({ children }: { children: ReactNode }) {
  return <dl className="m-0 grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-4 gap-y-1.5">{children}</dl>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="m-0 min-w-0">{children}</dd>
    </>
  );
}

/** The advice for the cause, while the job still fails for it. */
function CauseNow({ jobId, causeKey }: { jobId: string; causeKey: string }) {
  const { data } = useQuery(jobOfTaskQuery(jobId));
  const cause = data?.causes?.find(({ key }) => key === causeKey);
  if (!data || !cause) return null;
  return (
    <>
      <AdviceLine cause={cause} autoRetryAt={data.job.autoRetryAt} />
      {!!cause.timesInMonth && (
        <p className="text-muted first-letter:uppercase">{causeWords.timesInMonth(cause.timesInMonth)}</p>
      )}
    </>
  );
}

/** The requester, from where, when, with which note. */
export function RequestFacts({ task }: { task: Task }) {
  const now = useNow(1);
  return (
    <Facts>
      <Fact name={text.requestedBy}>{task.requestedBy}</Fact>
      <Fact name={text.from}>{task.requestedFrom ?? words.unknownNumber}</Fact>
      <Fact name={text.at}>
        <Time at={task.requestedAt} show="full" />
      </Fact>
      <Fact name={text.took}>{taskDuration(task, now)}</Fact>
      <Fact name={text.note}>{task.note ? <Quote>{task.note}</Quote> : words.none}</Fact>
      <Fact name={text.attempt}>{task.attempt}</Fact>
      {task.cause && (
        <Fact name={causeWords.cause}>
          <bdi>{task.cause.title}</bdi>
          {task.cause.outcome && `: ${causeWords.outcome[task.cause.outcome]}`}
          <CauseNow jobId={task.jobId} causeKey={task.cause.key} />
        </Fact>
      )}
      <Fact name={text.operation}>{task.operation}</Fact>
      <Fact name={text.id}>{task.taskId}</Fact>
    </Facts>
  );
}

/** Enterprise Manager's own object and words, beside ours. */
export function EmFacts({ task }: { task: Task }) {
  const { em } = task;
  if (!em) return <p className="text-muted">{text.emNone}</p>;
  return (
    <Facts>
      <Fact name={text.emTask}>{em.taskId ?? words.unknownNumber}</Fact>
      <Fact name={text.emState}>{em.state ?? words.unknownNumber}</Fact>
      <Fact name={text.emSuccess}>{em.success === null ? words.unknownNumber : em.success ? text.yes : text.no}</Fact>
      <Fact name={text.emMessage}>{em.message ? <Quote>{em.message}</Quote> : words.none}</Fact>
    </Facts>
  );
}

function resultWord(task: Task): ReactNode {
  const { run } = task;
  if (!run) return null;
  const result = run.result ?? 'none';
  const percent = run.progress === null ? '' : ` · ${cardDetails.percent(Math.round(run.progress))}`;
  return (
    <span className="flex items-center gap-2.25">
      <StateMark state={markOfResult[result]} />
      {words.result[result]}
      {run.result === null && percent}
    </span>
  );
}

/** The run this retry led to, with the reason of each machine that failed. */
export function RunFacts({ task }: { task: Task }) {
  const { run } = task;
  if (!run) return <p className="text-muted">{isOpen(task.state) ? text.runNoneYet : text.runNone}</p>;
  return (
    <>
      <Facts>
        <Fact name={text.result}>{resultWord(task)}</Fact>
        <Fact name={text.started}>
          <Time at={run.startedAt} show="full" />
        </Fact>
        <Fact name={text.endedAt}>{run.endedAt ? <Time at={run.endedAt} show="full" /> : words.unknownNumber}</Fact>
        <Fact name={text.machines}>
          {run.machinesTotal === null || run.machinesDone === null
            ? words.unknownNumber
            : cardDetails.done(run.machinesDone, run.machinesTotal)}
        </Fact>
      </Facts>
      {run.reasons.length > 0 && (
        <>
          <h3 className="mt-4 mb-1.5 font-strong">{text.reasons}</h3>
          <Facts>
            {run.reasons.map((reason) => (
              <Fact key={`${reason.machine} ${reason.text}`} name={reason.machine}>
                {reason.text}
              </Fact>
            ))}
          </Facts>
        </>
      )}
    </>
  );
}
