import { isOpen, type JobRow, type Task } from '@retry-desk/contract';
import type { ReactNode } from 'react';
import { words } from '#lib/words.ts';
import { retryWords as text } from '#lib/words-retry.ts';
import { Quote } from '#ui/quote.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { cardWords } from '../tasks/card-words.ts';
import { fatesOf } from '../tasks/fates.ts';
import type { Outcome } from './outcome.ts';
import { firstNames, machinesOf } from './retry-plan.ts';

type LineProps = { mark: ReactNode; job: JobRow; labelFor?: string; children: ReactNode };

export type Outcomes = ReadonlyMap<string, Outcome>;

/** Jobs that are not requested, each with the reason. */
export type Left = readonly { job: JobRow; reason: string }[];

/** One job of a list; with `labelFor` its name belongs to a box. */
export function Line({ mark, job, labelFor, children }: LineProps) {
  const name = <b className="font-strong">{job.name}</b>;
  return (
    <li className="grid grid-cols-[minmax(10px,max-content)_minmax(0,1fr)] gap-x-2.25 border-b border-line py-2 last:border-0">
      <span className="pt-1">{mark}</span>
      <span className="min-w-0">
        {labelFor ? <label htmlFor={labelFor}>{name}</label> : name}
        <span className="block text-muted">{children}</span>
      </span>
    </li>
  );
}

/** The machines of a job that run again. */
export function machinesText(job: JobRow): string {
  const names = firstNames(machinesOf(job), 12);
  return `${names.text || text.unknownMachines}${names.more > 0 ? ` ${words.board.more(names.more)}` : ''}`;
}

/** Jobs that will run, with the machines that run again; `count` of them in all, with those of other lists. */
export function RunList({ jobs, count }: { jobs: readonly JobRow[]; count: number }) {
  return (
    <>
      <h3 className="font-strong">{count > 0 ? text.willRun(count) : text.nothing}</h3>
      {count > 0 && <p className="text-s text-muted">{text.about}</p>}
      <ul className="m-0 list-none p-0">
        {jobs.map((job) => (
          <Line key={job.id} job={job} mark={<StateMark state="failed" />}>
            {machinesText(job)}
          </Line>
        ))}
      </ul>
    </>
  );
}

/** Jobs that are not requested, and why. */
export function LeftList({ title, left }: { title: (count: number) => string; left: Left }) {
  if (left.length === 0) return null;
  return (
    <>
      <h3 className="mt-4 font-strong">{title(left.length)}</h3>
      <ul className="m-0 list-none p-0">
        {left.map(({ job, reason }) => (
          <Line key={job.id} job={job} mark={<StateMark state="unknown" />}>
            {reason}
          </Line>
        ))}
      </ul>
    </>
  );
}

/** How far the retry of a job is by now. */
function TaskLine({ job, task }: { job: JobRow; task: Task }) {
  const { mark, title, details, quote, note } = cardWords(task);
  const state = task.state === 'requested' ? text.requested : title;
  return (
    <Line job={job} mark={<StateMark state={mark} />}>
      {[state, ...details].join(' · ')} {quote && <Quote>{quote}</Quote>} {note}
    </Line>
  );
}

type OutcomeLineProps = { job: JobRow; outcome: Outcome | undefined; task: Task | undefined };

function OutcomeLine({ job, outcome, task }: OutcomeLineProps) {
  if (!outcome) {
    return (
      <Line job={job} mark={<StateMark state="unknown" />}>
        {text.requesting}
      </Line>
    );
  }
  if ('task' in outcome) return <TaskLine job={job} task={task ?? outcome.task} />;
  const { problem, isKnown } = outcome;
  return (
    <Line job={job} mark={<StateMark state="unknown" />}>
      {isKnown ? text.notSent : text.notKnown}: {problem.text} {problem.emMessage && <Quote>{problem.emMessage}</Quote>}
    </Line>
  );
}

type OutcomeListProps = {
  jobs: readonly JobRow[];
  outcomes: Outcomes;
  /** The retries of the outcomes, as far as they are by now. */
  tasks: ReadonlyMap<string, Task>;
};

/** The known outcome of each so far. Read aloud once: how many were requested, and their outcomes when all are over. */
export function OutcomeList({ jobs, outcomes, tasks }: OutcomeListProps) {
  const known = [...outcomes.values()];
  const requested = known.flatMap((outcome) => ('task' in outcome ? [tasks.get(outcome.job.id) ?? outcome.task] : []));
  const unknown = known.filter((outcome) => 'problem' in outcome && !outcome.isKnown).length;
  const unanswered = jobs.length - known.length;
  const isOver = unanswered === 0 && requested.length > 0 && !requested.some(({ state }) => isOpen(state));
  return (
    <>
      <h3 className="font-strong">
        <span role="status">
          {text.outcomes(requested.length, jobs.length)}
          {unanswered > 0 && `, ${text.open(unanswered)}`}
          {unknown > 0 && `, ${text.unknown(unknown)}`}
          {isOver && `: ${fatesOf(requested)}`}
        </span>
      </h3>
      {requested.length > 0 && !isOver && <p className="text-muted">{fatesOf(requested)}</p>}
      {unknown > 0 && <p className="text-s text-muted">{text.notKnownHelp}</p>}
      <ul className="m-0 list-none p-0">
        {jobs.map((job) => (
          <OutcomeLine key={job.id} job={job} outcome={outcomes.get(job.id)} task={tasks.get(job.id)} />
        ))}
      </ul>
    </>
  );
}
